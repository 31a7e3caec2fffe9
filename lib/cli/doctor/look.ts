import { inParallel } from '../../adapters/in-parallel';
import { observeDomain, type Wanted } from '../../adapters/observe/domain';
import type { Outside } from '../../adapters/observe/outside';
import { Tour } from '../../adapters/observe/tour';
import { diagnose } from '../../core/doctor/diagnose';
import type { Facts } from '../../core/doctor/facts';
import { type DomainReport, reportDomain } from '../../core/doctor/report';
import type { Subject } from '../../core/doctor/subject';
import type { FindValidationRecords } from './validation';

/** How to look, beyond where. */
export interface Look {
  readonly expectedHosts?: readonly string[];
  readonly askApple?: boolean;
  readonly postBaseUrl?: boolean;
  readonly keepIdentifier?: boolean;
  readonly validationRecords?: FindValidationRecords;
  /** Called with the number of subjects done and the one that was done last. */
  readonly onDone?: (done: number, domain: string) => void;
}

/** Domains looked at together: each costs a few dozen requests. */
export const PARALLEL_DOMAINS = 6;

/**
 * Observes the subjects, some at a time. Of their facts, which are many times as long, only what `judge` makes of them is
 * kept; it comes in the order of the subjects.
 */
export function observeSubjects<Judged>(
  outside: Outside,
  subjects: readonly Subject[],
  look: Look,
  judge: (facts: Facts) => Promise<Judged>,
): Promise<readonly Judged[]> {
  let done = 0;
  const tour = new Tour();
  const looks = inParallel(subjects, PARALLEL_DOMAINS, async (subject) => {
    const { domain, identifier, tenant } = subject;
    const validationRecords = look.validationRecords?.(subject);
    const wanted: Wanted = {
      domain,
      // With a plus sign, as decoders turn it into a space.
      identifiers: [identifier?.text ?? `signpost+check-1@${domain}`, `signpost+check-2@${domain}`],
      madeUp: identifier === undefined,
      keepIdentifier: look.keepIdentifier === true,
      tenant,
      expectedHosts: look.expectedHosts ?? [],
      askApple: look.askApple === true,
      postBaseUrl: look.postBaseUrl === true,
      ...(validationRecords ? { validationRecords } : {}),
    };
    const judged = await judge(await observeDomain(outside, wanted, tour));
    done += 1;
    look.onDone?.(done, domain);
    return judged;
  });
  return looks.finally(() => tour.end());
}

/** Diagnoses one domain's facts. */
export async function reportFacts(facts: Facts): Promise<DomainReport> {
  const { observedAt: checkedAt, tenant } = facts;
  return reportDomain(await diagnose(facts), { checkedAt, ...(tenant ? { tenant: tenant.id } : {}) });
}
