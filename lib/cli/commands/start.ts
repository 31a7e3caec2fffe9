import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { buildConsole } from '../../adapters/console-bundle';
import { removeLocalState, stateDirectory, writeLocalState } from '../../adapters/local-state';
import { loadFleet } from '../../adapters/project-files';
import { synthesize } from '../../adapters/synthesis';
import { describeProblem, type Problem, problem } from '../../core/problems';
import { LOCAL_CHECK } from '../../local/backend';
import { startCloud } from '../../local/cloud';
import type { Log } from '../../local/log';
import { openPractice } from '../../local/world/aws/practice';
import type { Context } from '../context';
import { reportLocalCloud } from '../local-report';
import { reportPractice } from '../practice-report';

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

async function run(context: Context, options: Options): Promise<void> {
  const { terminal, projectDirectory } = context;
  const refuse = (problems: readonly Problem[]) => {
    for (const each of problems) terminal.note(describeProblem(each));
    context.exit(1);
  };
  const state = stateDirectory(projectDirectory);
  const unwritable = prepareStateDirectory(state);
  if (unwritable) return refuse([unwritable]);
  // Side by side: the app reads the same files once more, in a process of its own, and fails by the same problems.
  const assemblyDirectory = join(state, 'cdk.out');
  const synthesizing = synthesize(projectDirectory, assemblyDirectory);
  const fleet = await loadFleet(projectDirectory);
  if (fleet.ok) terminal.note(`Synthesizing ${count(fleet.value.tenants.length, 'tenant')} …`);
  const synthesized = await synthesizing;
  if (!fleet.ok) return refuse(fleet.problems);
  if (!synthesized.ok) return refuse([synthesized.problem]);

  terminal.note('Starting the local cloud …');
  const consoleDirectory = buildConsole(projectDirectory);
  // Whoever opens the console is told; everything else runs without it.
  consoleDirectory.catch(() => {});
  const { port: httpsPort, httpPort } = options;
  const log = logFile(join(state, 'local.log'));
  const cloud = await startCloud({
    assemblyDirectory,
    fleet: fleet.value,
    stateDirectory: state,
    httpsPort,
    httpPort,
    consoleDirectory,
    log,
  });
  if (!cloud.ok) return refuse(cloud.problems);

  const practice = await openPractice(state, { ...cloud.value, fleet: fleet.value });
  const { dnsPort, awsUrl } = practice;
  writeLocalState(projectDirectory, { ...cloud.value, ca: cloud.value.caPem, dnsPort, awsUrl });
  try {
    for (const line of await reportLocalCloud(fleet.value, cloud.value, projectDirectory)) terminal.print(line);
    for (const line of reportPractice(practice, projectDirectory)) terminal.print(line);
    // Now, when nobody waits for it any more.
    void cloud.value.backend?.run(LOCAL_CHECK);
    await context.stopped;
    terminal.note('Stopping …');
  } finally {
    removeLocalState(projectDirectory);
    await Promise.all([cloud.value.close(), practice.close()]);
  }
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

/** What happens inside, one JSON line each; the entries hold no query and no identifier by their type. */
function logFile(file: string): Log {
  const stream = createWriteStream(file, { flags: 'a' });
  return (entry) => stream.write(`${JSON.stringify(entry)}\n`);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
