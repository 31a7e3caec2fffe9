import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DeployedFunction } from '../deployment';
import type { Invocation } from './invocation';

/** An invocation as it is sent to the child; the context is the handler's second argument. */
interface Sent {
  readonly id: number;
  readonly event: unknown;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** A running child process. */
export interface Child {
  readonly pid: number | undefined;
  send(invocations: readonly Sent[]): void;
  /** Ends it at once; resolves when it is gone. */
  end(): Promise<void>;
}

export interface ChildEvents {
  readonly onReply: (id: number, invocation: Invocation) => void;
  /** A line that the function wrote to its standard output or standard error. */
  readonly onLine: (line: string) => void;
  /** Once, however it ended, or where it could not start. */
  readonly onEnd: () => void;
}

/** What a function of the region has besides its code: variables, and the network of the local cloud. */
export interface ChildSettings {
  readonly environment: Readonly<Record<string, string>>;
  readonly network: {
    readonly httpsPort: number;
    readonly httpPort: number;
    /** UDP port of the local name server. */
    readonly dnsPort: number;
    readonly caFile: string;
  };
}

/** Sent instead of an invocation's id: the code of the function has been loaded. */
export const LOADED = -1;

const RUNNER = join(__dirname, 'runner.cjs');
const PRELOAD = join(__dirname, 'preload.cjs');

/** Starts a function in a process of its own, with the memory of its template; an edge function gets neither variables nor network. */
export function startChild(
  target: DeployedFunction,
  { onReply, onLine, onEnd }: ChildEvents,
  settings?: ChildSettings,
): Child {
  const child = fork(RUNNER, [...entryOf(target), ...(settings ? [JSON.stringify(settings.network)] : [])], {
    // rule: lambda.no-environment
    // The local authority beside the public ones: a list of all would be read again for every connection.
    env: settings ? { ...settings.environment, NODE_EXTRA_CA_CERTS: settings.network.caFile } : {},
    // Without the flags of this process, which may load a TypeScript loader.
    execArgv: [
      `--max-old-space-size=${target.memoryMegabytes}`,
      // Warnings are about the version of Node, which is not the one that Lambda runs.
      ...(settings ? ['--no-warnings', '--require', PRELOAD] : []),
    ],
    // Nothing is ever written to its standard input; its end shows the child that this process is gone.
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => {
      // An error may also mean that a message could not be sent; then the process has not ended yet.
      if (child.pid === undefined) resolve();
    });
  });
  void ended.then(onEnd);
  child.on('error', () => child.kill('SIGKILL'));
  child.on('message', (message) => {
    for (const { id, result, error } of parseReplies(message)) {
      onReply(
        id,
        error === undefined ? { kind: 'result', result } : { kind: 'failure', reason: `the function threw ${error}` },
      );
    }
  });
  if (child.stdout) forwardLines(child.stdout, onLine);
  if (child.stderr) forwardLines(child.stderr, onLine);
  return {
    pid: child.pid,
    send: (invocations) => {
      // A child that is about to end accepts nothing more; its end returns the invocations.
      if (child.connected) child.send([...invocations], () => {});
    },
    end: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

function parseReplies(message: unknown): readonly Reply[] {
  return Array.isArray(message) ? message : [];
}

/** `index.handler`: the file before the last dot, the export behind it. */
function entryOf({ directory, handler }: DeployedFunction): [file: string, exportName: string] {
  const dot = handler.lastIndexOf('.');
  const base = join(directory, handler.slice(0, dot));
  const extension = ['.mjs', '.cjs', '.js'].find((each) => existsSync(base + each)) ?? '.js';
  return [base + extension, handler.slice(dot + 1)];
}

function forwardLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line);
  });
}
