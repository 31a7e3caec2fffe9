import { createHash } from 'node:crypto';
import {
  type ACMClient,
  type CertificateDetail,
  DescribeCertificateCommand,
  KeyAlgorithm,
  paginateListCertificates,
  RequestCertificateCommand,
} from '@aws-sdk/client-acm';
import { coversDomain } from '../core/onboarding/certificate';
import type { AcmCertificateFacts, AcmState } from '../core/onboarding/facts';
import { ok, type Result } from '../core/result';
import { callAws } from './aws-errors';

/** Every certificate in us-east-1 that covers the domain, by its name or by a wildcard. Problem codes: `aws.*`. */
export async function findCertificates(
  client: ACMClient,
  domain: string,
): Promise<Result<readonly AcmCertificateFacts[]>> {
  const arns = await listArns(client, domain);
  if (!arns.ok) return arns;
  const certificates: AcmCertificateFacts[] = [];
  for (const arn of arns.value) {
    const described = await describeCertificate(client, arn);
    if (!described.ok) return described;
    if (coversDomain(described.value.names, domain)) certificates.push(described.value);
  }
  return ok(certificates);
}

/** How many certificates the account holds; the expired ones count as well. Problem codes: `aws.*`. */
export function countCertificates(client: ACMClient): Promise<Result<number>> {
  return callAws('acm:ListCertificates', async () => {
    let count = 0;
    for await (const page of pages(client)) count += page.CertificateSummaryList?.length ?? 0;
    return count;
  });
}

function listArns(client: ACMClient, domain: string): Promise<Result<readonly string[]>> {
  return callAws('acm:ListCertificates', async () => {
    const arns: string[] = [];
    for await (const { CertificateSummaryList } of pages(client)) {
      for (const {
        CertificateArn,
        DomainName,
        SubjectAlternativeNameSummaries,
        HasAdditionalSubjectAlternativeNames,
      } of CertificateSummaryList ?? []) {
        const names = [DomainName ?? '', ...(SubjectAlternativeNameSummaries ?? [])];
        const maybe = coversDomain(names, domain) || HasAdditionalSubjectAlternativeNames === true;
        if (CertificateArn !== undefined && maybe) arns.push(CertificateArn);
      }
    }
    return arns;
  });
}

/** Without the filter, certificates with elliptic curves and long keys would be missing. [documented] */
function pages(client: ACMClient) {
  return paginateListCertificates({ client }, { Includes: { keyTypes: Object.values(KeyAlgorithm) } });
}

/** One certificate, with the record that validates it once that is known. Problem codes: `aws.*`. */
export function describeCertificate(client: ACMClient, arn: string): Promise<Result<AcmCertificateFacts>> {
  return callAws('acm:DescribeCertificate', async () => {
    const { Certificate } = await client.send(new DescribeCertificateCommand({ CertificateArn: arn }));
    return readCertificate(arn, Certificate ?? {});
  });
}

/**
 * Requests a certificate that DNS validates; the same one again within the hour, as the token derives from the name.
 * Problem codes: `aws.*`.
 */
export function requestCertificate(
  client: ACMClient,
  domain: string,
  tags: Readonly<Record<string, string>>,
): Promise<Result<string>> {
  return callAws('acm:RequestCertificate', async () => {
    const { CertificateArn } = await client.send(
      new RequestCertificateCommand({
        DomainName: domain,
        ValidationMethod: 'DNS',
        IdempotencyToken: tokenOf(domain),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return CertificateArn ?? '';
  });
}

/** The same for the same domain; 32 letters and digits are allowed. */
function tokenOf(domain: string): string {
  return createHash('sha256').update(domain).digest('hex').slice(0, 32);
}

function readCertificate(arn: string, detail: CertificateDetail): AcmCertificateFacts {
  const records = (detail.DomainValidationOptions ?? []).flatMap(({ ResourceRecord }) =>
    ResourceRecord?.Name !== undefined && ResourceRecord.Value !== undefined
      ? [{ name: withoutDot(ResourceRecord.Name), value: withoutDot(ResourceRecord.Value) }]
      : [],
  );
  return {
    arn,
    names: detail.SubjectAlternativeNames ?? [],
    state: stateOf(detail),
    // Several names may share a record.
    records: [...new Map(records.map((record) => [record.name, record])).values()],
    ...(detail.CreatedAt ? { requestedAt: detail.CreatedAt.toISOString() } : {}),
    ...(detail.IssuedAt ? { issuedAt: detail.IssuedAt.toISOString() } : {}),
    ...(detail.FailureReason ? { failure: detail.FailureReason } : {}),
    inUse: (detail.InUseBy ?? []).length > 0,
  };
}

function stateOf({ Status }: CertificateDetail): AcmState {
  switch (Status) {
    case 'ISSUED':
      return 'issued';
    case 'PENDING_VALIDATION':
      return 'pending';
    case 'VALIDATION_TIMED_OUT':
      return 'timed-out';
    default:
      return 'failed';
  }
}

function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
