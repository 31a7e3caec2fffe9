import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { stateDirectory } from '../../adapters/files/local-state';
import { synthesize } from '../../adapters/project/synthesis';
import { describeProblem, type Problem, problem } from '../../core/problems';
import type { Context } from '../context';

interface Options {
  readonly port: number;
  readonly httpPort: number;
}

const DEFAULT_PORTS = { https: 8443, http: 8080 };

/** `signpost start`: synthesizes the app and runs it on this machine until Ctrl-C. */
export function startCommand(context: Context): Command {
  return new Command('start')
    .summary('run the synthesized app on this machine')
    .description(
      'Synthesizes the app and runs the templates and bundles themselves: every domain over TLS on one port, with a\n' +
        'certificate authority of this project. Ends with Ctrl-C.',
    )
    .option('--port <port>', 'https port on 127.0.0.1, 0 for any free one', parsePort, DEFAULT_PORTS.https)
    .option('--http-port <port>', 'http port on 127.0.0.1, 0 for any free one', parsePort, DEFAULT_PORTS.http)
    .action((options: Options) => run(context, options));
}

async function run(context: Context, { port: httpsPort, httpPort }: Options): Promise<void> {
  const { terminal, projectDirectory } = context;
  const state = stateDirectory(projectDirectory);
  const unwritable = prepareStateDirectory(state);
  if (unwritable) {
    terminal.note(describeProblem(unwritable));
    return context.exit(1);
  }
  const assemblyDirectory = join(state, 'cdk.out');
  const synthesizing = synthesize(projectDirectory, assemblyDirectory);
  // The synthesis runs in a process of its own: time enough to load everything else.
  const { runAssembly } = await import('../assembly-run');
  await runAssembly(context, { assemblyDirectory, synthesizing, httpsPort, httpPort });
}

function prepareStateDirectory(directory: string): Problem | undefined {
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'local.log'), '');
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return problem(
      'local.state-directory',
      `Cannot write into ${directory}: ${code}; expected a folder that can be written`,
    );
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}
