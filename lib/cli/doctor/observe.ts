import { observeDomain, type Wanted } from '../../adapters/observe/domain';
import type { NetworkAccess } from '../../adapters/observe/network-access';
import { SharedProbeCache } from '../../adapters/observe/shared-probe-cache';
import { inParallel } from '../../adapters/timing/in-parallel';
import { testIdentifiers } from '../../core/discovery/test-identifiers';
import { diagnose } from '../../core/doctor/diagnose';
import type { Facts } from '../../core/doctor/facts';
import { type DomainReport, reportDomain } from '../../core/doctor/report';
import type { DoctorSubject } from '../../core/doctor/subject';
import type { FindValidationRecords } from './validation';

/** What to observe, and how. */
export interface ObservationSettings {
  readonly expectedHosts?: readonly string[];
  readonly askApple?: boolean;
  readonly postBaseUrl?: boolean;
  readonly keepIdentifier?: boolean;
  readonly validationRecords?: FindValidationRecords;
  /** Called with the number of subjects done and the one that was done last. */
  readonly onDone?: (done: number, domain: string) => void;
}

/** Domains observed at the same time: each costs a few dozen requests. */
export const PARALLEL_DOMAINS = 6;

/**
 * Observes the subjects, some at a time. Keeps only what `judge` returns, in the order of the subjects, as the facts are
 * many times as long.
 */
export function observeSubjects<Judged>(
  access: NetworkAccess,
  subjects: readonly DoctorSubject[],
  settings: ObservationSettings,
  judge: (facts: Facts) => Promise<Judged>,
): Promise<readonly Judged[]> {
  let done = 0;
  const probeCache = new SharedProbeCache();
  const observations = inParallel(subjects, PARALLEL_DOMAINS, async (subject) => {
    const { domain, identifier, tenant } = subject;
    const validationRecords = settings.validationRecords?.(subject);
    const [first, second] = testIdentifiers(domain);
    const wanted: Wanted = {
      domain,
      identifiers: [identifier?.text ?? first, second],
      madeUp: identifier === undefined,
      keepIdentifier: settings.keepIdentifier === true,
      tenant,
      expectedHosts: settings.expectedHosts ?? [],
      askApple: settings.askApple === true,
      postBaseUrl: settings.postBaseUrl === true,
      ...(validationRecords ? { validationRecords } : {}),
    };
    const judged = await judge(await observeDomain(access, wanted, probeCache));
    done += 1;
    settings.onDone?.(done, domain);
    return judged;
  });
  return observations.finally(() => probeCache.end());
}

/** Diagnoses one domain's facts. */
export async function reportFacts(facts: Facts): Promise<DomainReport> {
  const { observedAt: checkedAt, tenant } = facts;
  return reportDomain(await diagnose(facts), { checkedAt, ...(tenant ? { tenant: tenant.id } : {}) });
}
