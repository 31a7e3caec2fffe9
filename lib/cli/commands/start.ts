import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { stateDirectory } from '../../adapters/files/local-state';
import { preparePrivateFolder } from '../../adapters/files/private-folder';
import { synthesize } from '../../adapters/project/synthesis';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { type Attempt, type Output, type Runner, refusal } from '../action';
import type { Context } from '../context';

interface Options {
  readonly port: number;
  readonly httpPort: number;
}

const DEFAULT_PORTS = { https: 8443, http: 8080 };

/** `signpost start`: synthesizes the app and runs it on this machine until Ctrl-C. */
export function startCommand(run: Runner): Command {
  return new Command('start')
    .summary('run the whole app on this machine')
    .description(
      'Synthesizes the app and runs its templates and bundles on this machine: every domain over TLS on one port, with ' +
        'certificates of a local authority. Ctrl-C stops it.',
    )
    .option('--port <port>', 'https port on 127.0.0.1, 0 for any free one', parsePort, DEFAULT_PORTS.https)
    .option('--http-port <port>', 'http port on 127.0.0.1, 0 for any free one', parsePort, DEFAULT_PORTS.http)
    .action(run(start));
}

async function start(context: Context, { port: httpsPort, httpPort }: Options): Promise<Attempt<Output>> {
  const { projectDirectory } = context;
  const state = stateDirectory(projectDirectory);
  const prepared = prepareStateDirectory(state);
  if (!prepared.ok) return refusal(prepared, 1);
  const assemblyDirectory = join(state, 'cdk.out');
  const synthesizing = synthesize(projectDirectory, assemblyDirectory);
  // The synthesis runs in a process of its own: time enough to load everything else.
  const { runAssembly } = await import('../assembly-run');
  const { reportUnwritable } = await import('../log-file');
  const run = () => runAssembly(context, { assemblyDirectory, synthesizing, httpsPort, httpPort });
  const ended = await reportUnwritable(state, run);
  return ended.ok ? ended.value : refusal(ended, 1);
}

function prepareStateDirectory(directory: string): Result<void> {
  try {
    preparePrivateFolder(directory);
    writeFileSync(join(directory, 'local.log'), '');
    return ok(undefined);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const message = `Cannot write into ${directory}: ${code}; expected a folder that can be written`;
    return failed(problem('local.state-directory', message));
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}
