import type { ExitCode, Prompt } from '../../lib/cli/context';
import { runCli } from '../../lib/cli/program';

/** What a command printed, and how it ended. */
export interface Recording {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process, in the given project. */
export function record(projectDirectory: string, ...argv: readonly string[]): Promise<Recording> {
  return recordWith(projectDirectory, argv);
}

/** The same, with answers to the questions of the command. */
export async function recordWith(projectDirectory: string, argv: readonly string[], ask?: Prompt): Promise<Recording> {
  const out: string[] = [];
  const notes: string[] = [];
  const terminal = {
    print: (line: string) => out.push(line),
    note: (line: string) => notes.push(line),
    columns: 120,
    colour: false,
  };
  const code = await runCli(argv, {
    terminal,
    projectDirectory,
    stopped: new Promise(() => {}),
    ...(ask ? { ask } : {}),
  });
  return { code, stdout: out.join('\n'), stderr: notes.join('\n') };
}
