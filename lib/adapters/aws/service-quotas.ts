import { GetServiceQuotaCommand, type ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { ok, type Result } from '../../core/result';
import { callAws } from './errors';

/** A quota and the value that holds where the account has none of its own. */
export interface QuotaKey {
  readonly service: string;
  readonly code: string;
  readonly defaultValue: number;
}

/**
 * "Distributions per AWS account" and "ACM certificates": defaults by the Developer Guide of CloudFront (Quotas) and the
 * User Guide of ACM (Quotas) [documented]; codes as `aws service-quotas list-aws-default-service-quotas` shows them, which
 * public tools of others print with these names [observed].
 */
export const QUOTAS = {
  distributions: { service: 'cloudfront', code: 'L-24B04930', defaultValue: 500 },
  certificates: { service: 'acm', code: 'L-F141DD1D', defaultValue: 2500 },
} satisfies Readonly<Record<string, QuotaKey>>;

/** The value of a quota in this account. Problem codes: `aws.*`. */
export function readQuota(
  client: ServiceQuotasClient,
  { service, code, defaultValue }: QuotaKey,
): Promise<Result<number>> {
  return callAws(
    'servicequotas:GetServiceQuota',
    async () => {
      const { Quota } = await client.send(new GetServiceQuotaCommand({ ServiceCode: service, QuotaCode: code }));
      return Quota?.Value ?? defaultValue;
    },
    (name) => (name === 'NoSuchResourceException' ? ok(defaultValue) : undefined),
  );
}
