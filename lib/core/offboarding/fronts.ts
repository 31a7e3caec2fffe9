import { observedValue } from '../observation';
import type { DistributionFacts } from '../onboarding/facts';
import type { OffboardFacts } from './facts';

/** The front of a domain, where the account still has it. */
export function frontOf({ distributions, edgeFunction }: OffboardFacts, domain: string): DistributionFacts | undefined {
  return observedValue(distributions)?.find(
    ({ aliases, functionVersions }) =>
      aliases.includes(domain) && functionVersions.some((arn) => arn.includes(`:function:${edgeFunction}:`)),
  );
}

/** Every front of the tenant that the account still has. */
export function frontsLeft(facts: OffboardFacts): readonly DistributionFacts[] {
  return facts.domains.flatMap(({ name }) => frontOf(facts, name) ?? []);
}

/** Whether the tenant's stack is gone: released at the backend, and no front left that could be seen. */
export function isStackGone(facts: OffboardFacts): boolean {
  return facts.backend?.state !== 'active' && frontsLeft(facts).length === 0;
}
