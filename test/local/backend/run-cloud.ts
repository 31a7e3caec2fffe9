import { startCloud } from '../../../lib/local/cloud';
import { FLEET } from './tyrell';

/** Runs a cloud in a process of its own, until that is killed: says in one line of JSON how to reach it. */
async function main(assemblyDirectory = '', stateDirectory = ''): Promise<void> {
  const started = await startCloud({ assemblyDirectory, fleet: FLEET, stateDirectory });
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  const { httpsPort, httpPort, caPem, hosts } = started.value;
  console.log(JSON.stringify({ httpsPort, httpPort, caPem, hosts }));
}

void main(...process.argv.slice(2));
