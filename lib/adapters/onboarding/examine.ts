import type { DomainName } from '../../core/discovery/domain-name';
import { diagnose } from '../../core/doctor/diagnose';
import { type Recognised, recognise } from '../../core/onboarding/import/recognise';
import type { Cluster } from '../../core/tenants/fleet';
import { observeDomain, type Wanted } from '../observe/domain';
import type { Outside } from '../observe/outside';
import type { Tour } from '../observe/tour';

/** Looks at a domain as the doctor does, and recognises what it does. */
export async function examineDomain(
  outside: Outside,
  domain: DomainName,
  clusters: readonly Cluster[],
  tour: Tour,
): Promise<Recognised> {
  const wanted: Wanted = {
    domain,
    identifiers: [`signpost-check-1@${domain}`, `signpost-check-2@${domain}`],
    madeUp: true,
    expectedHosts: [],
    askApple: false,
    postBaseUrl: false,
  };
  const facts = await observeDomain(outside, wanted, tour);
  return recognise(facts, await diagnose(facts), clusters);
}
