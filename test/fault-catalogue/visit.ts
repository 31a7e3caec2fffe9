import { observeDomain, type Wanted } from '../../lib/adapters/observe/domain';
import { parseDomainName } from '../../lib/core/discovery/domain-name';
import { testIdentifiers } from '../../lib/core/discovery/test-identifiers';
import { type Diagnosis, diagnose } from '../../lib/core/doctor/diagnose';
import type { Facts } from '../../lib/core/doctor/facts';
import type { Environment, Names } from './environment';
import type { SimulatedInternet } from './simulated-internet';

/** Long enough for a loopback server on a very busy machine; no check waits this long in practice. */
export const PATIENCE_MS = 30_000;
/** For those that never answer: they cost this time, every time. */
export const IMPATIENCE_MS = 900;

/** Adds an environment to the simulated internet, checks it over sockets, and removes it again. */
export async function visit(
  simulated: SimulatedInternet,
  environment: Environment,
  names: Names,
  options: { wanted?: Partial<Wanted>; slow?: boolean } = {},
): Promise<Diagnosis> {
  return diagnose(await observe(simulated, environment, names, options));
}

export async function observe(
  simulated: SimulatedInternet,
  environment: Environment,
  names: Names,
  { wanted, slow }: { wanted?: Partial<Wanted>; slow?: boolean },
): Promise<Facts> {
  const domain = parseDomainName(names.domain);
  if (!domain.ok) throw new Error(domain.problem.message);
  simulated.admit(environment);
  try {
    return await observeDomain(simulated.access({ timeoutMs: slow ? IMPATIENCE_MS : PATIENCE_MS }), {
      domain: domain.value,
      identifiers: testIdentifiers(names.domain),
      madeUp: true,
      expectedHosts: [],
      askApple: false,
      postBaseUrl: false,
      ...wanted,
    });
  } finally {
    simulated.release(environment);
  }
}

/** Codes found, and codes folded under them. */
export function codesOf({ findings }: Diagnosis): { found: string[]; folded: string[] } {
  return {
    found: findings.map(({ code }) => code),
    folded: findings.flatMap(({ folded }) => folded.map(({ code }) => code)),
  };
}
