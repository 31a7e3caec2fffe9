import { CONFIGURATION_PATH, type ConsoleConfiguration } from '../../lib/contract/console';

/** Reads what this stage's console must know; written by the deployment, so it is as described. */
export async function loadConfiguration(): Promise<ConsoleConfiguration> {
  const response = await fetch(CONFIGURATION_PATH, { cache: 'no-store' });
  if (!response.ok) throw new Error(`Cannot read ${CONFIGURATION_PATH}: status ${response.status}; expected 200`);
  return (await response.json()) as ConsoleConfiguration;
}
