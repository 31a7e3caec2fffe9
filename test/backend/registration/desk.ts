import type { RegistrationPorts } from '../../../lib/backend/registration/ports';
import { reconcile } from '../../../lib/backend/registration/reconcile';
import type { Registration } from '../../../lib/core/registration/registration';
import type { Result } from '../../../lib/core/result';
import { createSimulation, DISCOVERY_DOMAIN, type Simulation } from './simulation';

export const MAIN = { tenant: 'acme', server: 'main' };
export const DEFAULT_URL = `https://${DISCOVERY_DOMAIN}/t/acme/s/main/.well-known/com.apple.remotemanagement`;
export const OTHER = 'https://other.example/discovery';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

export function open(onOverwrite: 'report' | 'restore' = 'report', stage: Parameters<typeof createSimulation>[1] = {}) {
  const simulation = createSimulation([{ ...MAIN, onOverwrite }], stage);
  return { simulation, ports: simulation.start(), asking: askingOf(simulation) };
}

export function askingOf(simulation: Simulation, role: 'platform' | 'tenant' = 'platform') {
  return { by: 'machine:cli', role, deadline: simulation.now + 20_000 };
}

export function value(result: Result<Registration>): Registration {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

export async function run(simulation: Simulation, ports: RegistrationPorts, parallel = 2) {
  const { now } = simulation;
  const onDefect = (_: unknown, error: unknown) => {
    throw error;
  };
  return reconcile(ports, { deadline: now + 40_000, hardDeadline: now + 55_000, parallel, onDefect });
}

export function atApple({ apple }: Simulation): string | undefined {
  return apple.store.read().entries['acme/main']?.url?.url;
}

export function writes({ requests }: Simulation): number {
  return requests.filter(({ method }) => method !== 'GET').length;
}
