import type { DomainName } from '../../core/discovery/domain-name';
import { diagnose } from '../../core/doctor/diagnose';
import { type Recognised, recognise } from '../../core/onboarding/import/recognise';
import type { Cluster } from '../../core/tenants/fleet';
import { observeDomain } from '../observe/domain';
import type { Outside } from '../observe/outside';

/** Looks at a domain as the doctor does, and recognises what it does. */
export async function examineDomain(
  outside: Outside,
  domain: DomainName,
  clusters: readonly Cluster[],
): Promise<Recognised> {
  const facts = await observeDomain(outside, {
    domain,
    identifiers: [`signpost-check-1@${domain}`, `signpost-check-2@${domain}`],
    madeUp: true,
    expectedHosts: [],
    askApple: false,
    postBaseUrl: false,
  });
  return recognise(facts, await diagnose(facts), clusters);
}

/** Does the work for every item, a few at a time, and hands the results back in the items' order. */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
