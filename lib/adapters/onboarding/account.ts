import { type Observation, observed, unknown } from '../../core/observation';
import {
  type AcmCertificateFacts,
  type AwsFacts,
  type DistributionFacts,
  type QuotaFacts,
  unknownAws,
  type ZoneFacts,
} from '../../core/onboarding/facts';
import type { Problem } from '../../core/problems';
import type { Result } from '../../core/result';
import { countCertificates, findCertificates } from '../aws/acm';
import type { Aws } from '../aws/clients';
import { listDistributions } from '../aws/cloudfront';
import { findZones } from '../aws/route53';
import { QUOTAS, type QuotaKey, readQuota } from '../aws/service-quotas';
import { identifyCaller } from '../aws/sts';

/** What AWS says of a domain. A call that fails leaves the others alone; without credentials nothing is asked. */
export async function observeAccount(aws: Aws, domain: string): Promise<AwsFacts> {
  const caller = await identifyCaller(aws.sts);
  if (!caller.ok) return unknownAws(reasonOf(caller.problem));
  const [zones, certificates, distributions, certificateCount] = await Promise.all([
    findZones(aws.route53, domain),
    findCertificates(aws.acm, domain),
    listDistributions(aws.cloudFront),
    countCertificates(aws.acm),
  ]);
  const used = distributions.ok ? { ok: true as const, value: distributions.value.length } : distributions;
  return {
    account: observed(caller.value.account),
    zones: toObservation<readonly ZoneFacts[]>(zones),
    certificates: toObservation<readonly AcmCertificateFacts[]>(certificates),
    distributions: toObservation<readonly DistributionFacts[]>(distributions),
    distributionQuota: await observeQuota(aws, QUOTAS.distributions, used),
    certificateQuota: await observeQuota(aws, QUOTAS.certificates, certificateCount),
  };
}

async function observeQuota(aws: Aws, key: QuotaKey, used: Result<number>): Promise<Observation<QuotaFacts>> {
  if (!used.ok) return unknown(reasonOf(used.problem));
  const limit = await readQuota(aws.quotas, key);
  return limit.ok ? observed({ used: used.value, limit: limit.value }) : unknown(reasonOf(limit.problem));
}

function toObservation<T>(result: Result<T>): Observation<T> {
  return result.ok ? observed(result.value) : unknown(reasonOf(result.problem));
}

function reasonOf({ message, code }: Problem): string {
  return `${message} [${code}]`;
}
