import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** The output and the exit code of a finished command. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running command: its output so far, and its end. */
export interface Running {
  /** The process of the command itself: a signal to it reaches no wrapper. */
  readonly child: ChildProcess;
  output(): string;
  /** Resolves once the output holds the text; rejects if the command ends before. */
  until(text: string): Promise<void>;
  readonly ended: Promise<Run>;
  /** Presses Ctrl-C, and waits for the end. */
  stop(): Promise<Run>;
}

/** Variables beside those of this process. */
type Environment = Readonly<Record<string, string>>;

/** Starts `signpost` as a user does, in the given checkout. */
export function startSignpost(checkout: string, args: readonly string[], environment: Environment = {}): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', join('bin', 'signpost.ts'), ...args], {
    cwd: checkout,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  const notify = () => {
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    notify();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    notify();
  });
  const ended = new Promise<Run>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  const until = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (!(stdout + stderr).includes(text)) return;
        listeners.delete(check);
        resolve();
      };
      listeners.add(check);
      check();
      void ended.then(({ code }) =>
        reject(new Error(`It ended with ${code} before it printed "${text}":\n${stdout}${stderr}`)),
      );
    });
  const stop = () => {
    child.kill('SIGINT');
    return ended;
  };
  return { child, output: () => stdout + stderr, until, ended, stop };
}

/** Starts the local cloud of a checkout on any free ports; resolves once it has printed its report. */
export async function startLocalCloud(checkout: string): Promise<Running> {
  const running = startSignpost(checkout, ['start', '--port', '0', '--http-port', '0']);
  await running.until('Ctrl-C stops it.');
  return running;
}

/** Runs `signpost` to its end. */
export function runSignpost(checkout: string, args: readonly string[], environment?: Environment): Promise<Run> {
  return startSignpost(checkout, args, environment).ended;
}
