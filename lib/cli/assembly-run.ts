import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from '../adapters/bundles/console-bundle';
import { removeLocalState, stateDirectory, writeLocalState } from '../adapters/files/local-state';
import { loadFleet } from '../adapters/project/project-files';
import { describeProblem, type Problem } from '../core/problems';
import type { Result } from '../core/result';
import { LOCAL_CHECK } from '../local/backend';
import { startCloud } from '../local/cloud';
import { openDeployments } from '../local/cloudformation/open';
import type { Log } from '../local/log';
import { openPractice } from '../local/simulation/aws/practice';
import type { Context } from './context';
import { reportLocalCloud } from './local-report';
import { reportPractice } from './practice-report';

interface AssemblyRun {
  readonly assemblyDirectory: string;
  /** Resolves once the assembly is there, or cannot be made. */
  readonly synthesizing: Promise<Result<void>>;
  readonly httpsPort: number;
  readonly httpPort: number;
}

/** Runs an assembly that is still being synthesized, on this machine, until the person asks to stop. */
export async function runAssembly(
  context: Context,
  { assemblyDirectory, synthesizing, httpsPort, httpPort }: AssemblyRun,
): Promise<void> {
  const { terminal, projectDirectory } = context;
  const refuse = (problems: readonly Problem[]) => {
    for (const each of problems) terminal.note(describeProblem(each));
    context.exit(1);
  };
  // Side by side: the app reads the same files once more, in a process of its own, and fails by the same problems.
  const fleet = await loadFleet(projectDirectory);
  if (fleet.ok) terminal.note(`Synthesizing ${count(fleet.value.tenants.length, 'tenant')} …`);
  const synthesized = await synthesizing;
  if (!fleet.ok) return refuse(fleet.problems);
  if (!synthesized.ok) return refuse([synthesized.problem]);

  terminal.note('Starting the local cloud …');
  const state = stateDirectory(projectDirectory);
  const consoleDirectory = buildConsole(projectDirectory);
  // Whoever opens the console is told; everything else runs without it.
  consoleDirectory.catch(() => {});
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

  const readFleet = async () => {
    const now = await loadFleet(projectDirectory);
    return now.ok ? now.value : undefined;
  };
  const deployments = openDeployments({
    cloud: cloud.value,
    assemblyDirectory,
    stateDirectory: state,
    readFleet,
    onServed: (now) => {
      practice.follow(now ?? fleet.value);
      announce();
    },
  });
  const practice = await openPractice(state, {
    fleet: fleet.value,
    cloud: cloud.value,
    ...(deployments ? { services: deployments.services } : {}),
  });
  const { dnsPort, awsUrl } = practice;
  // Other commands find the hosts there, those of a tenant deployed meanwhile as well.
  const announce = () => writeLocalState(projectDirectory, { ...cloud.value, ca: cloud.value.caPem, dnsPort, awsUrl });
  announce();
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

const LOG_DELAY_MS = 50;

/** What happens inside, one JSON line each; the entries hold no query and no identifier by their type. */
function logFile(file: string): Log {
  const stream = createWriteStream(file, { flags: 'a' });
  let waiting = '';
  const write = () => {
    stream.write(waiting);
    waiting = '';
  };
  return (entry) => {
    // To begin a write takes longer than a line does, so those of a moment are written together.
    if (waiting === '') setTimeout(write, LOG_DELAY_MS);
    waiting += `${JSON.stringify(entry)}\n`;
  };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
