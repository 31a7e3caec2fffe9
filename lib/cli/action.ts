import type { Command } from 'commander';
import { describeProblem, type Problem } from '../core/problems';
import type { Context, ExitCode } from './context';
import { guardContext } from './guarded-terminal';

/** What a command prints, and how it ends. */
export interface Output {
  /** Printed with `--json`. */
  readonly document?: object;
  /** Printed without it. */
  readonly lines: readonly string[];
  /** Follow on stderr in both forms: what the result lacks, and why. */
  readonly notes?: readonly string[];
  /** 0 where it is left out. */
  readonly exitCode?: ExitCode;
}

/** Why a command has no output. */
export interface Refusal {
  readonly ok: false;
  readonly problems: readonly Problem[];
  readonly exitCode: Exclude<ExitCode, 0>;
}

export type Attempt<T> = { readonly ok: true; readonly value: T } | Refusal;

/** What a command does with its arguments and options. Progress and prompts use the terminal of the context. */
export type Action<Args extends readonly unknown[]> = (context: Context, ...args: Args) => Promise<Attempt<Output>>;

/** Makes a handler for commander of an action. */
export type Runner = <Args extends readonly unknown[]>(
  action: Action<Args>,
) => (this: Command, ...args: Args) => Promise<void>;

/** The runner of one process: the only place that prints a result or a refusal, and that sets the exit code. */
export function createRunner(unguarded: Context, exit: (code: ExitCode) => void): Runner {
  const context = guardContext(unguarded);
  const { terminal } = context;
  return (action) =>
    async function (this: Command, ...args) {
      const attempt = await action(context, ...args);
      if (!attempt.ok) {
        for (const problem of attempt.problems) terminal.note(describeProblem(problem));
        return exit(attempt.exitCode);
      }
      const { document, lines, notes = [], exitCode = 0 } = attempt.value;
      if (document && this.opts<{ json?: true }>().json) terminal.printJson(document);
      else for (const line of lines) terminal.print(line);
      for (const line of notes) terminal.note(line);
      exit(exitCode);
    };
}

export function done<T>(value: T): Attempt<T> {
  return { ok: true, value };
}

/** Ends a command with the problem or problems of a failed result. */
export function refusal(
  failure: { readonly problem: Problem } | { readonly problems: readonly Problem[] },
  exitCode: Refusal['exitCode'],
): Refusal {
  return { ok: false, problems: 'problem' in failure ? [failure.problem] : failure.problems, exitCode };
}
