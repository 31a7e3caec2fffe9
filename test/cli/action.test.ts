import { Command } from 'commander';
import { type Attempt, createRunner, done, type Output, refusal } from '../../lib/cli/action';
import type { ExitCode } from '../../lib/cli/context';
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
