import { createInterface } from 'node:readline/promises';

/** 0 fine · 1 a problem was found · 2 could not check · 64 the command line was wrong. */
export type ExitCode = 0 | 1 | 2 | 64;

/** Where output goes. Colour appears only on a terminal that a person reads. */
export interface Terminal {
  /** A line of the result, on stdout. */
  print(line: string): void;
  /** A line on stderr: progress, notes, problems. */
  note(line: string): void;
  readonly columns: number;
  readonly colour: boolean;
}

/** Asks a question; an empty answer means the suggestion. Resolves to the answer without spaces around it. */
export type Prompt = (question: string, suggestion?: string) => Promise<string>;

/** What every command receives: it reads nothing else from the process. */
export interface Context {
  readonly terminal: Terminal;
  /** The folder with `signpost.config.ts`, `clusters.ts` and `tenants/`. */
  readonly projectDirectory: string;
  /** Resolves when the person asks to stop (Ctrl-C). */
  readonly stopped: Promise<void>;
  /** Asks the person a question; missing where the process has no interactive terminal. */
  readonly ask?: Prompt;
}

/** The terminal of this process. `NO_COLOR` is honoured. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreGoneReader);
  return {
    print: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
    columns: process.stdout.columns ?? 80,
    colour: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined,
  };
}

/** The reader may close the pipe early, as `head` does; the command finishes its work all the same. */
function ignoreGoneReader(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}

/** Prompts on this process's terminal; undefined unless both stdin and stderr are interactive. */
export function processAsk(): Prompt | undefined {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return undefined;
  return async (question, suggestion) => {
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    try {
      const answer = await lines.question(`${question}${suggestion === undefined ? '' : ` [${suggestion}]`}: `);
      return answer.trim() || (suggestion ?? '');
    } finally {
      lines.close();
    }
  };
}
