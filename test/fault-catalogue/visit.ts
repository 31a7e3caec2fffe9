import { observeDomain, type Wanted } from '../../lib/adapters/observe/domain';
import { parseDomainName } from '../../lib/core/discovery/domain-name';
import { testIdentifiers } from '../../lib/core/discovery/test-identifiers';
import { type Diagnosis, diagnose } from '../../lib/core/doctor/diagnose';
import type { Facts } from '../../lib/core/doctor/facts';
import type { Environment, Names } from './environment';
import type { SimulatedInternet } from './simulated-internet';

/** Long enough for a loopback server on a very busy machine: no test waits that long. */
const PATIENCE_MS = 30_000;
/** For servers that never answer: each request to them takes this time. */
const IMPATIENCE_MS = 900;
/** The same where many visits share the process: what does answer then takes longer as well. */
export const CROWDED_IMPATIENCE_MS = 5_000;

/** How a visit is made, where it differs from the usual. */
export interface VisitOptions {
  readonly wanted?: Partial<Wanted>;
  /** Something never answers. */
  readonly slow?: boolean;
  /** How long to wait for that. */
  readonly impatienceMs?: number;
}

/** Puts an environment into the simulated internet, observes it over sockets, and takes it out again. */
export async function visit(
  simulated: SimulatedInternet,
  environment: Environment,
  names: Names,
  options: VisitOptions = {},
): Promise<Diagnosis> {
  return diagnose(await observe(simulated, environment, names, options));
}

export async function observe(
  simulated: SimulatedInternet,
  environment: Environment,
  names: Names,
  { wanted, slow, impatienceMs = IMPATIENCE_MS }: VisitOptions,
): Promise<Facts> {
  const domain = parseDomainName(names.domain);
  if (!domain.ok) throw new Error(domain.problem.message);
  simulated.admit(environment);
  try {
    return await observeDomain(simulated.access({ timeoutMs: slow ? impatienceMs : PATIENCE_MS }), {
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
