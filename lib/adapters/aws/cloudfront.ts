import { type CloudFrontClient, type DistributionSummary, paginateListDistributions } from '@aws-sdk/client-cloudfront';
import type { DistributionFacts } from '../../core/onboarding/facts';
import type { Result } from '../../core/result';
import { callAws } from './errors';

/** Every distribution of the account. Problem codes: `aws.*`. */
export function listDistributions(client: CloudFrontClient): Promise<Result<readonly DistributionFacts[]>> {
  return callAws('cloudfront:ListDistributions', async () => {
    const distributions: DistributionFacts[] = [];
    for await (const { DistributionList } of paginateListDistributions({ client }, {})) {
      distributions.push(...(DistributionList?.Items ?? []).map(readSummary));
    }
    return distributions;
  });
}

function readSummary(summary: DistributionSummary): DistributionFacts {
  const behaviours = [summary.DefaultCacheBehavior, ...(summary.CacheBehaviors?.Items ?? [])];
  const versions = behaviours
    .flatMap((behaviour) => behaviour?.LambdaFunctionAssociations?.Items ?? [])
    .flatMap(({ LambdaFunctionARN }) => LambdaFunctionARN ?? []);
  return {
    id: summary.Id ?? '',
    domainName: summary.DomainName ?? '',
    aliases: (summary.Aliases?.Items ?? []).map((alias) => alias.toLowerCase()),
    enabled: summary.Enabled === true,
    functionVersions: [...new Set(versions)],
  };
}
