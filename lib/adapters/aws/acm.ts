import { createHash } from 'node:crypto';
import {
  type ACMClient,
  type CertificateDetail,
  type CertificateSummary,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  KeyAlgorithm,
  ListTagsForCertificateCommand,
  paginateListCertificates,
  RequestCertificateCommand,
} from '@aws-sdk/client-acm';
import { coversDomain } from '../../core/onboarding/certificate';
import type { AcmCertificateFacts, AcmState } from '../../core/onboarding/facts';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { callAws } from './errors';

/** Every certificate in us-east-1 that covers the domain, by its name or by a wildcard. Problem codes: `aws.*`. */
export function findCertificates(client: ACMClient, domain: string): Promise<Result<readonly AcmCertificateFacts[]>> {
  return certificateFinder(client)(domain);
}

/** The same for many domains: lists the account's certificates once, with the first one, and describes each once. */
export function certificateFinder(
  client: ACMClient,
): (domain: string) => Promise<Result<readonly AcmCertificateFacts[]>> {
  let listing: ReturnType<typeof listCertificates> | undefined;
  const described = new Map<string, ReturnType<typeof describeCertificate>>();
  const describe = (arn: string) => {
    const known = described.get(arn) ?? describeCertificate(client, arn);
    described.set(arn, known);
    return known;
  };
  return async (domain) => {
    listing ??= listCertificates(client);
    const listed = await listing;
    if (!listed.ok) return listed;
    const certificates: AcmCertificateFacts[] = [];
    for (const { arn } of listed.value.filter(({ names, more }) => more || coversDomain(names, domain))) {
      const certificate = await describe(arn);
      if (!certificate.ok) return certificate;
      if (coversDomain(certificate.value.names, domain)) certificates.push(certificate.value);
    }
    return ok(certificates);
  };
}

/** How many certificates the account holds; the expired ones count as well. Problem codes: `aws.*`. */
export function countCertificates(client: ACMClient): Promise<Result<number>> {
  return callAws('acm:ListCertificates', async () => {
    let count = 0;
    for await (const page of pages(client)) count += page.CertificateSummaryList?.length ?? 0;
    return count;
  });
}

/** What a list shows of a certificate; `more`: it has more names than these. */
interface Listed {
  readonly arn: string;
  readonly names: readonly string[];
  readonly more: boolean;
}

function listCertificates(client: ACMClient): Promise<Result<readonly Listed[]>> {
  return callAws('acm:ListCertificates', async () => {
    const listed: Listed[] = [];
    for await (const { CertificateSummaryList } of pages(client))
      listed.push(...(CertificateSummaryList ?? []).flatMap(readSummary));
    return listed;
  });
}

function readSummary(summary: CertificateSummary): Listed[] {
  const {
    CertificateArn: arn,
    DomainName,
    SubjectAlternativeNameSummaries,
    HasAdditionalSubjectAlternativeNames,
  } = summary;
  const names = [DomainName ?? '', ...(SubjectAlternativeNameSummaries ?? [])];
  return arn === undefined ? [] : [{ arn, names, more: HasAdditionalSubjectAlternativeNames === true }];
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
 * Requests a certificate that DNS validates; the same one again within the hour, as the token derives from the name, and
 * from the ARNs of those that are lost: without them, ACM would go on giving out one that failed. Problem codes: `aws.*`.
 */
export function requestCertificate(
  client: ACMClient,
  domain: string,
  tags: Readonly<Record<string, string>>,
  lost: readonly string[] = [],
): Promise<Result<string>> {
  return callAws('acm:RequestCertificate', async () => {
    const { CertificateArn } = await client.send(
      new RequestCertificateCommand({
        DomainName: domain,
        ValidationMethod: 'DNS',
        IdempotencyToken: tokenOf(domain, lost),
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return CertificateArn ?? '';
  });
}

/** The tags of a certificate; the stack that made one is among them. Problem codes: `aws.*`. */
export function readCertificateTags(client: ACMClient, arn: string): Promise<Result<Readonly<Record<string, string>>>> {
  return callAws('acm:ListTagsForCertificate', async () => {
    const { Tags } = await client.send(new ListTagsForCertificateCommand({ CertificateArn: arn }));
    return Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));
  });
}

/** Deletes a certificate; one that is gone stays gone. Problem codes: `offboard.certificate-in-use`, `aws.*`. */
export function deleteCertificate(client: ACMClient, arn: string): Promise<Result<void>> {
  return callAws(
    'acm:DeleteCertificate',
    async () => {
      await client.send(new DeleteCertificateCommand({ CertificateArn: arn }));
    },
    (name) => {
      if (name === 'ResourceNotFoundException') return ok(undefined);
      if (name !== 'ResourceInUseException') return undefined;
      const message = `Cannot delete the certificate ${arn}: it is in use; expected one that nothing uses`;
      return failed(problem('offboard.certificate-in-use', message));
    },
  );
}

/** The same for the same domain and losses; 32 letters and digits are allowed. */
function tokenOf(domain: string, lost: readonly string[]): string {
  return createHash('sha256')
    .update([domain, ...lost.toSorted()].join('\n'))
    .digest('hex')
    .slice(0, 32);
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
