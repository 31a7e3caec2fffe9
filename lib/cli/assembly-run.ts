import { join } from 'node:path';
import { buildConsole } from '../adapters/bundles/console-bundle';
import { removeLocalState, stateDirectory, writeLocalState } from '../adapters/files/local-state';
import { loadFleet } from '../adapters/project/project-files';
import { describeProblem } from '../core/problems';
import type { Result } from '../core/result';
import { LOCAL_CHECK } from '../local/backend';
import { startCloud } from '../local/cloud';
import { openDeployments } from '../local/cloudformation/open';
import { openPractice } from '../local/simulation/aws/practice';
import { type Attempt, done, type Output, refusal } from './action';
import type { Context } from './context';
import { reportLocalCloud, reportPractice } from './local-report';
import { logFile } from './log-file';

interface AssemblyRun {
  readonly assemblyDirectory: string;
  /** Resolves once the assembly is complete, or has failed. */
  readonly synthesizing: Promise<Result<void>>;
  readonly httpsPort: number;
  readonly httpPort: number;
}

/** Runs an assembly, which is still being synthesized, on this machine until Ctrl-C. */
export async function runAssembly(
  context: Context,
  { assemblyDirectory, synthesizing, httpsPort, httpPort }: AssemblyRun,
): Promise<Attempt<Output>> {
  const { terminal, projectDirectory } = context;
  // In parallel: the app loads the same files in its own process, and fails with the same problems.
  const fleet = await loadFleet(projectDirectory);
  if (fleet.ok) terminal.note(`Synthesizing ${count(fleet.value.tenants.length, 'tenant')} …`);
  const synthesized = await synthesizing;
  if (!fleet.ok) return refusal(fleet, 1);
  if (!synthesized.ok) return refusal(synthesized, 1);

  terminal.note('Starting the local cloud …');
  const state = stateDirectory(projectDirectory);
  const consoleDirectory = buildConsole(projectDirectory);
  // A failed build is reported when the console is opened; everything else runs without it.
  consoleDirectory.catch(() => {});
  const log = logFile(join(state, 'local.log'), (failure) => terminal.note(describeProblem(failure)));
  const cloud = await startCloud({
    assemblyDirectory,
    fleet: fleet.value,
    stateDirectory: state,
    httpsPort,
    httpPort,
    consoleDirectory,
    log,
  });
  if (!cloud.ok) return refusal(cloud, 1);

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
    ...(deployments ? { services: deployments.services, orders: deployments.orders } : {}),
  });
  const { dnsPort, awsUrl } = practice;
  // Other commands find the hosts there, those of a tenant deployed meanwhile as well.
  const announce = () => writeLocalState(projectDirectory, { ...cloud.value, ca: cloud.value.caPem, dnsPort, awsUrl });
  announce();
  try {
    for (const line of await reportLocalCloud(fleet.value, cloud.value, projectDirectory)) terminal.print(line);
    for (const line of reportPractice(practice, projectDirectory)) terminal.print(line);
    // Only now, so that the report does not wait for it.
    void cloud.value.backend?.run(LOCAL_CHECK);
    await context.stopped;
    terminal.note('Stopping …');
    return done({ lines: [] });
  } finally {
    removeLocalState(projectDirectory);
    await Promise.all([cloud.value.close(), practice.close()]);
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
