import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Attempt, createRunner, done, type Output, refusal } from '../../lib/cli/action';
import type { ExitCode } from '../../lib/cli/context';
import { styleOf } from '../../lib/cli/doctor/style';
import { problem } from '../../lib/core/problems';

/** Runs an action as a command, and returns what it printed and how it ended. */
async function runAction(attempt: Attempt<Output>, ...argv: string[]) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const codes: ExitCode[] = [];
  const terminal = {
    print: (line: string) => stdout.push(line),
    note: (line: string) => stderr.push(line),
    columns: 80,
    colour: false,
  };
  const run = createRunner({ terminal, projectDirectory: '.', stopped: Promise.resolve() }, (code) => codes.push(code));
  const command = new Command('test').option('--json').argument('[words...]');
  await command.action(run(async () => attempt)).parseAsync(argv, { from: 'user' });
  return { stdout, stderr, codes };
}

const output = { document: { version: 1 }, lines: ['first', 'second'], notes: ['incomplete'], exitCode: 2 } as const;

describe('the runner of commands', () => {
  test('prints the lines, then the notes on stderr, and sets the exit code', async () => {
    const ended = await runAction(done(output));
    expect(ended).toEqual({ stdout: ['first', 'second'], stderr: ['incomplete'], codes: [2] });
  });

  test('prints one document with --json, and the same notes and exit code', async () => {
    const ended = await runAction(done(output), '--json');
    expect(ended).toEqual({ stdout: ['{\n  "version": 1\n}'], stderr: ['incomplete'], codes: [2] });
  });

  test('prints the lines of an output without a document, and ends with 0 by default', async () => {
    const ended = await runAction(done({ lines: ['only'] }), '--json');
    expect(ended).toEqual({ stdout: ['only'], stderr: [], codes: [0] });
  });

  test.each([1, 2, 64] as const)('prints every problem of a refusal on stderr, and ends with %i', async (exitCode) => {
    const problems = ['one', 'two'].map((message) => problem('cli.usage', message));
    const ended = await runAction(refusal({ problems }, exitCode), '--json');
    expect(ended).toEqual({ stdout: [], stderr: ['one [cli.usage]', 'two [cli.usage]'], codes: [exitCode] });
  });

  test('passes the context, the arguments and the options to the action', async () => {
    const context = {
      terminal: { print: () => {}, note: () => {}, columns: 80, colour: false },
      projectDirectory: '/project',
      stopped: Promise.resolve(),
    };
    let received: unknown;
    const run = createRunner(context, () => {});
    const command = new Command('test').argument('<word>').option('--loud');
    command.action(
      run(async ({ projectDirectory }, word: string, options: object) => {
        received = [projectDirectory, word, options];
        return done({ lines: [] });
      }),
    );
    await command.parseAsync(['hello', '--loud'], { from: 'user' });
    expect(received).toEqual(['/project', 'hello', { loud: true }]);
  });
});

describe("another party's text", () => {
  const HOSTILE = '\u001b]0;owned\u0007\u001b[31m \u009b2J \u202egnp \u2028 \r \u007f \u200b';
  const SHOWN = '\\x1b]0;owned\\x07\\x1b[31m \\x9b2J \\u{202e}gnp \\u{2028} \\x0d \\x7f \\u{200b}';

  test('cannot control the terminal from a line or a note', async () => {
    const ended = await runAction(done({ lines: [HOSTILE, 'two\n\tlines'], notes: [HOSTILE] }));
    expect(ended).toEqual({ stdout: [SHOWN, 'two\n\tlines'], stderr: [SHOWN], codes: [0] });
  });

  test('cannot control it from a refusal', async () => {
    const ended = await runAction(refusal({ problem: problem('network.timeout', HOSTILE) }, 1));
    expect(ended.stderr.join('')).toContain(SHOWN);
  });

  test('is the same value in JSON, without a control character', async () => {
    const { stdout } = await runAction(done({ document: { text: HOSTILE }, lines: [] }), '--json');
    expect(stdout.join('')).not.toMatch(/[^\P{C}\n]/u);
    expect(JSON.parse(stdout.join(''))).toEqual({ text: HOSTILE });
  });

  test('cannot control it from progress that a command prints itself', async () => {
    const printed: string[] = [];
    const print = (line: string) => printed.push(line);
    const context = {
      terminal: { print, note: print, columns: 80, colour: true },
      projectDirectory: '.',
      stopped: Promise.resolve(),
      ask: async (question: string, suggestion?: string) => {
        printed.push(question, suggestion ?? '');
        return '';
      },
    };
    const run = createRunner(context, () => {});
    const action = run(async ({ terminal, ask }) => {
      terminal.print(HOSTILE);
      terminal.note(HOSTILE);
      await ask?.(HOSTILE, HOSTILE);
      const { bold } = styleOf(terminal);
      return done({ lines: [bold(HOSTILE)] });
    });
    await new Command('test').action(action).parseAsync([], { from: 'user' });
    expect(printed).toEqual([SHOWN, SHOWN, SHOWN, SHOWN, `\u001b[1m${SHOWN}\u001b[0m`]);
  });

  test('that is suggested for an answer is shown guarded and taken as it is', async () => {
    const context = {
      terminal: { print: () => {}, note: () => {}, columns: 80, colour: false },
      projectDirectory: '.',
      stopped: Promise.resolve(),
      ask: async (_question: string, suggestion = '') => suggestion,
    };
    let answer: string | undefined;
    const action = createRunner(context, () => {})(async ({ ask }) => {
      answer = await ask?.('Which name', HOSTILE);
      return done({ lines: [] });
    });
    await new Command('test').action(action).parseAsync([], { from: 'user' });
    expect(answer).toBe(HOSTILE);
  });

  test('reaches no stream of the process but through the terminal', () => {
    const folder = join(__dirname, '..', '..', 'lib', 'cli');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const writing = files.filter((file) =>
      /process\.std(out|err)|console\./.test(readFileSync(join(folder, file), 'utf8')),
    );
    expect(writing).toEqual(['context.ts']);
  });
});
