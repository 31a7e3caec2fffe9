import type { DomainName } from '../../core/discovery/domain-name';
import { testIdentifiers } from '../../core/discovery/test-identifiers';
import { diagnose } from '../../core/doctor/diagnose';
import { type Recognised, recognise } from '../../core/onboarding/import/recognise';
import type { Cluster } from '../../core/tenants/fleet';
import { observeDomain, type Wanted } from '../observe/domain';
import type { NetworkAccess } from '../observe/network-access';
import type { SharedProbeCache } from '../observe/shared-probe-cache';

/** Observes a domain as the doctor does, and recognises what it does. */
export async function examineDomain(
  access: NetworkAccess,
  domain: DomainName,
  clusters: readonly Cluster[],
  probeCache: SharedProbeCache,
): Promise<Recognised> {
  const wanted: Wanted = {
    domain,
    identifiers: testIdentifiers(domain),
    madeUp: true,
    expectedHosts: [],
    askApple: false,
    postBaseUrl: false,
  };
  const facts = await observeDomain(access, wanted, probeCache);
  return recognise(facts, await diagnose(facts), clusters);
}
