import type { CheckSubject, LookOutcome } from '../../core/checks/check';
import { judgeFallback } from '../../core/checks/fallback';
import { sightOf } from '../../core/checks/standing';
import { parseDomainName } from '../../core/discovery/domain-name';
import { diagnose } from '../../core/doctor/diagnose';
import { isBlind } from '../../core/doctor/unchecked';
import { problem } from '../../core/problems';
import { defaultAddeUrl } from '../../core/registration/adde-url';
import { observeDomain } from '../observe/domain';
import { HostBook } from '../observe/hosts';
import type { Outside } from '../observe/outside';
import { Tour } from '../observe/tour';
import { inTime } from '../time-limit';
import { followVariants } from '../url-check';
import type { Looker } from './ports';

/** The world to look at, and where fallback URLs are. */
export interface LookFrom {
  readonly outside: Outside;
  readonly discoveryDomain: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Looks as devices do; a look that is not over in time saw nothing. Nobody's identifier travels. */
export function createLooker(from: LookFrom): Looker {
  return async (subject, deadline) => {
    const looking = subject.kind === 'domain' ? lookAtDomain(from, subject) : lookAtFallback(from, subject);
    return (await inTime(looking, deadline - from.clock())) ?? noTime(subject);
  };
}

async function lookAtDomain({ outside }: LookFrom, subject: CheckSubject): Promise<LookOutcome> {
  const domain = parseDomainName(subject.name);
  if (!domain.ok) throw new Error('A declared domain is no domain name.');
  const facts = await observeDomain(outside, {
    domain: domain.value,
    identifiers: [`signpost+check-1@${domain.value}`, `signpost+check-2@${domain.value}`],
    madeUp: true,
    tenant: { id: subject.tenant, kind: subject.answeredBy, policy: subject.policy },
    expectedHosts: [],
    askApple: false,
    postBaseUrl: false,
  });
  const sight = sightOf(await diagnose(facts));
  return sight ? { kind: 'seen', sight } : noWayOut(subject);
}

async function lookAtFallback({ outside, discoveryDomain }: LookFrom, subject: CheckSubject): Promise<LookOutcome> {
  const { tenant, name: server } = subject;
  const url = defaultAddeUrl(discoveryDomain, { tenant, server });
  const ended = await followVariants(url, { timeoutSeconds: outside.timeoutMs / 1000 });
  const unreached = [ended.withParameters, ended.without].some(
    (outcome) => !outcome.ok && outcome.problem.code.startsWith('network.'),
  );
  if (unreached && (await isHidden(outside, discoveryDomain))) return noWayOut(subject);
  return { kind: 'seen', sight: judgeFallback(url, subject.policy, ended) };
}

/** Whether the host cannot be asked from here, which says nothing of how it is. */
async function isHidden(outside: Outside, host: string): Promise<boolean> {
  const tour = new Tour();
  try {
    return isBlind({ facts: outside, domain: await new HostBook(outside, tour).observe(host) });
  } finally {
    tour.end();
  }
}

function noWayOut({ name }: CheckSubject): LookOutcome {
  const message = `Cannot look at ${name}: neither a resolver nor an address could be asked; expected a way to the internet`;
  return { kind: 'blind', problem: problem('check.no-way-out', message) };
}

function noTime({ name }: CheckSubject): LookOutcome {
  const message = `Cannot look at ${name}: the time is over; expected answers sooner`;
  return { kind: 'blind', problem: problem('check.no-time', message) };
}
