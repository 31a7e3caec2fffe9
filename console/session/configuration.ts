import { CONFIGURATION_PATH, type ConsoleConfiguration } from '../../lib/contract/console';

/** Reads the configuration of this stage's console. The deployment writes it, so it has the described form. */
export async function loadConfiguration(): Promise<ConsoleConfiguration> {
  const response = await fetch(CONFIGURATION_PATH, { cache: 'no-store' });
  if (!response.ok) throw new Error(`Cannot read ${CONFIGURATION_PATH}: status ${response.status}; expected 200`);
  return (await response.json()) as ConsoleConfiguration;
}
