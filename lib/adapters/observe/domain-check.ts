import type { Observer } from '../../backend/checks/ports';
import type { CheckSubject, ObservationOutcome } from '../../core/checks/check';
import { judgeFallback } from '../../core/checks/fallback';
import { sightOf } from '../../core/checks/status';
import { parseDomainName } from '../../core/discovery/domain-name';
import { testIdentifiers } from '../../core/discovery/test-identifiers';
import { diagnose } from '../../core/doctor/diagnose';
import { isBlind } from '../../core/doctor/unchecked';
import { problem } from '../../core/problems';
import { defaultAddeUrl } from '../../core/registration/adde-url';
import { followVariants } from '../http/url-check';
import { clockLimit, inTime } from '../timing/time-limit';
import { observeDomain } from './domain';
import { HostProber } from './hosts';
import type { NetworkAccess } from './network-access';
import { SharedProbeCache } from './shared-probe-cache';

/** How checks reach the internet, and where fallback URLs are. */
export interface ObserverSettings {
  readonly access: NetworkAccess;
  readonly discoveryDomain: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** Observes as devices do, with test identifiers; a check that does not end in time has seen nothing. */
export function createObserver(from: ObserverSettings): Observer {
  return async (subject, deadline) => {
    const observing = subject.kind === 'domain' ? checkDomain(from, subject) : checkFallback(from, subject);
    return (await inTime(observing, clockLimit(deadline - from.clock()))) ?? noTime(subject);
  };
}

async function checkDomain({ access }: ObserverSettings, subject: CheckSubject): Promise<ObservationOutcome> {
  const domain = parseDomainName(subject.name);
  if (!domain.ok) throw new Error('A declared domain is no domain name.');
  const facts = await observeDomain(access, {
    domain: domain.value,
    identifiers: testIdentifiers(domain.value),
    madeUp: true,
    tenant: { id: subject.tenant, kind: subject.answeredBy, policy: subject.policy },
    expectedHosts: [],
    askApple: false,
    postBaseUrl: false,
  });
  const sight = sightOf(await diagnose(facts));
  return sight ? { kind: 'seen', sight } : noWayOut(subject);
}

async function checkFallback(
  { access, discoveryDomain }: ObserverSettings,
  subject: CheckSubject,
): Promise<ObservationOutcome> {
  const { tenant, name: server } = subject;
  const url = defaultAddeUrl(discoveryDomain, { tenant, server });
  const { timeoutMs, allowInternal } = access;
  const ended = await followVariants(url, { timeoutSeconds: timeoutMs / 1000, allowInternal });
  const unreached = [ended.withParameters, ended.without].some(
    (outcome) => !outcome.ok && outcome.problem.code.startsWith('network.'),
  );
  if (unreached && (await isHidden(access, discoveryDomain))) return noWayOut(subject);
  return { kind: 'seen', sight: judgeFallback(url, subject.policy, ended) };
}

/** Whether the host cannot be asked from here, which says nothing about the host. */
async function isHidden(access: NetworkAccess, host: string): Promise<boolean> {
  const probeCache = new SharedProbeCache();
  try {
    return isBlind({ facts: access, domain: await new HostProber(access, probeCache).observe(host) });
  } finally {
    probeCache.end();
  }
}

function noWayOut({ name }: CheckSubject): ObservationOutcome {
  const message = `Cannot check ${name}: this machine reached neither a resolver nor an address; expected a way to the internet`;
  return { kind: 'blind', problem: problem('check.no-way-out', message) };
}

function noTime({ name }: CheckSubject): ObservationOutcome {
  const message = `Cannot check ${name}: the time is over; expected answers sooner`;
  return { kind: 'blind', problem: problem('check.no-time', message) };
}
