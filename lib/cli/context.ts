import { createInterface } from 'node:readline/promises';

/** 0 fine · 1 a problem was found · 2 could not check · 64 the command line was wrong. */
export type ExitCode = 0 | 1 | 2 | 64;

/** Where output goes. Colour and progress only where a person looks at it. */
export interface Terminal {
  /** A line of the result. */
  print(line: string): void;
  /** A line for the person beside the result: progress, notes, problems. */
  note(line: string): void;
  readonly columns: number;
  readonly colour: boolean;
}

/** A question and what an empty answer means; the answer without spaces around it. */
export type Prompt = (question: string, suggestion?: string) => Promise<string>;

/** What every command is given: nothing else is read from the process. */
export interface Context {
  readonly terminal: Terminal;
  /** The folder with `signpost.config.ts`, `clusters.ts` and `tenants/`. */
  readonly projectDirectory: string;
  /** Resolves when the person asks to stop (Ctrl-C). */
  readonly stopped: Promise<void>;
  /** Asks the person a question; missing where nobody sits at the terminal. An empty answer is the suggestion. */
  readonly ask?: Prompt;
  /** Says how the command ended. */
  exit(code: ExitCode): void;
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

/** Who reads may go before the end, as `head` does; what the command does is done all the same. */
function ignoreGoneReader(error: Error): void {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
}

/** Questions on this process's terminal, where both ends of it are a person's. */
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
