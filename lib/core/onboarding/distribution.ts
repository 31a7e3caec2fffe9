import { observedValue } from '../observation';
import type { DistributionFacts, PlanFacts } from './facts';

/** The distribution of this account that has the domain as an alias. */
export function distributionOf({ aws, domain }: PlanFacts): DistributionFacts | undefined {
  const wildcard = `*.${domain.split('.').slice(1).join('.')}`;
  const all = observedValue(aws.distributions) ?? [];
  return all.find(({ aliases }) => aliases.includes(domain)) ?? all.find(({ aliases }) => aliases.includes(wildcard));
}

/** Whether a distribution is a front of this stage. */
export function isFront({ names }: PlanFacts, { functionVersions }: DistributionFacts): boolean {
  return functionVersions.some((arn) => arn.includes(`:function:${names.edgeFunction}:`));
}
