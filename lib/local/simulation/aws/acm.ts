import { createHash } from 'node:crypto';
import { listOf, objectOf, textOf } from '../../json';
import type { AcmCertificate } from './account';
import { type ApiError, type AwsOperation, type AwsSimulation, apiError, byTarget, pageOf, type Service } from './api';

const MAX_PAGE = 1000;
const HOUR_MS = 3_600_000;
const VALIDATION_MS = 72 * HOUR_MS;
/** What a list without a filter shows. */
const DEFAULT_KEYS = ['RSA_1024', 'RSA_2048'];

const requestCertificate: AwsOperation = {
  permission: 'acm:RequestCertificate',
  matches: byTarget('CertificateManager.RequestCertificate'),
  run: ({ body }, simulation) => {
    const wanted = objectOf(JSON.parse(body));
    const domainName = textOf(wanted['DomainName']) ?? '';
    const token = textOf(wanted['IdempotencyToken']);
    // rule: control.acm-name-length
    if (domainName.length > 64) {
      return apiError(400, 'InvalidDomainValidationOptionsException', 'The first domain name can have 64 characters.');
    }
    const repeated = simulation.account.certificates.find((each) =>
      isSameRequest(each, domainName, token, simulation.clock()),
    );
    const certificate = repeated ?? newCertificate(simulation, domainName, token, wanted);
    if (!repeated) simulation.account.certificates.push(certificate);
    return { kind: 'json', document: { CertificateArn: certificate.arn } };
  },
};

// rule: control.acm-idempotency
function isSameRequest(
  certificate: AcmCertificate,
  domainName: string,
  token: string | undefined,
  now: number,
): boolean {
  const { domainName: known, token: used, createdAt } = certificate;
  return token !== undefined && used === token && known === domainName && now - createdAt < HOUR_MS;
}

function newCertificate(
  { account, clock }: AwsSimulation,
  domainName: string,
  token: string | undefined,
  wanted: Readonly<Record<string, unknown>>,
): AcmCertificate {
  const id = account.certificates.length + 1;
  return {
    arn: `arn:aws:acm:us-east-1:${account.id}:certificate/00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    domainName,
    keyAlgorithm: textOf(wanted['KeyAlgorithm']) ?? 'RSA_2048',
    ...(token === undefined ? {} : { token }),
    tags: listOf(wanted['Tags'])
      .map(objectOf)
      .map(({ Key, Value }) => ({ Key: textOf(Key) ?? '', Value: textOf(Value) ?? '' })),
    record: validationRecord(account.id, domainName),
    createdAt: clock(),
    inUseBy: [],
    status: 'PENDING_VALIDATION',
    described: 0,
  };
}

/** The same for every certificate of a domain and account, so that one record serves them all. */
// rule: control.acm-one-record
export function validationRecord(accountId: string, domainName: string): AcmCertificate['record'] {
  const hash = createHash('sha256').update(`${accountId} ${domainName}`).digest('hex');
  return {
    name: `_${hash.slice(0, 32)}.${domainName}.`,
    value: `_${hash.slice(32)}.jkddzztszm.acm-validations.aws.`,
  };
}

const describeCertificate: AwsOperation = {
  permission: 'acm:DescribeCertificate',
  matches: byTarget('CertificateManager.DescribeCertificate'),
  run: async ({ body }, simulation) => {
    const certificate = certificateOf(body, simulation);
    if (!('arn' in certificate)) return certificate;
    certificate.described += 1;
    await settle(certificate, simulation);
    return { kind: 'json', document: { Certificate: details(certificate) } };
  },
};

const listTags: AwsOperation = {
  permission: 'acm:ListTagsForCertificate',
  matches: byTarget('CertificateManager.ListTagsForCertificate'),
  run: ({ body }, simulation) => {
    const certificate = certificateOf(body, simulation);
    return 'arn' in certificate ? { kind: 'json', document: { Tags: certificate.tags } } : certificate;
  },
};

// rule: control.acm-in-use
const deleteCertificate: AwsOperation = {
  permission: 'acm:DeleteCertificate',
  matches: byTarget('CertificateManager.DeleteCertificate'),
  run: ({ body }, simulation) => {
    const certificate = certificateOf(body, simulation);
    if (!('arn' in certificate)) return certificate;
    const { arn, inUseBy } = certificate;
    if (inUseBy.length > 0) return apiError(400, 'ResourceInUseException', `Certificate ${arn} in account is in use.`);
    simulation.account.certificates.splice(simulation.account.certificates.indexOf(certificate), 1);
    return { kind: 'json', document: {} };
  },
};

/** The certificate that a call names, or the error that there is none. */
function certificateOf(body: string, { account }: AwsSimulation): AcmCertificate | ApiError {
  const arn = textOf(objectOf(JSON.parse(body))['CertificateArn']) ?? '';
  return account.certificates.find((each) => each.arn === arn) ?? noSuchCertificate(arn);
}

const listCertificates: AwsOperation = {
  permission: 'acm:ListCertificates',
  matches: byTarget('CertificateManager.ListCertificates'),
  run: async ({ body }, simulation) => {
    const wanted = objectOf(JSON.parse(body));
    const includes = objectOf(wanted['Includes']);
    const keys = includes['keyTypes'] === undefined ? DEFAULT_KEYS : listOf(includes['keyTypes']);
    for (const certificate of simulation.account.certificates) await settle(certificate, simulation);
    // rule: control.acm-key-types
    const shown = simulation.account.certificates.filter(({ keyAlgorithm }) => keys.includes(keyAlgorithm));
    const size = Math.min(Number(textOf(wanted['MaxItems']) ?? MAX_PAGE), simulation.pageSize ?? MAX_PAGE);
    const { items, next } = pageOf(shown, textOf(wanted['NextToken']), size);
    const document = {
      CertificateSummaryList: items.map(summary),
      ...(next === undefined ? {} : { NextToken: next }),
    };
    return { kind: 'json', document };
  },
};

/** The current state of a pending certificate: its record is looked up each time, as ACM does every few minutes. */
// rule: control.acm-validation
async function settle(certificate: AcmCertificate, { dns, clock }: AwsSimulation): Promise<void> {
  if (certificate.status !== 'PENDING_VALIDATION') return;
  const { name, value } = certificate.record;
  if (clock() - certificate.createdAt >= VALIDATION_MS) {
    certificate.status = 'VALIDATION_TIMED_OUT';
    return;
  }
  if ((await dns.cname(withoutDot(name))) !== withoutDot(value)) return;
  if (await dns.amazonMayIssue(certificate.domainName)) {
    certificate.status = 'ISSUED';
    certificate.issuedAt = clock();
  } else {
    certificate.status = 'FAILED';
    certificate.failureReason = 'CAA_ERROR';
  }
}

function details(certificate: AcmCertificate): Readonly<Record<string, unknown>> {
  const { domainName, status, record, described } = certificate;
  // rule: control.acm-record-later
  const known = described > 1 ? { ResourceRecord: { Name: record.name, Type: 'CNAME', Value: record.value } } : {};
  const validation = status === 'ISSUED' ? 'SUCCESS' : 'PENDING_VALIDATION';
  return {
    ...summary(certificate),
    CreatedAt: certificate.createdAt / 1000,
    ...(certificate.issuedAt === undefined ? {} : { IssuedAt: certificate.issuedAt / 1000 }),
    ...(certificate.failureReason === undefined ? {} : { FailureReason: certificate.failureReason }),
    InUseBy: certificate.inUseBy,
    DomainValidationOptions: [
      { DomainName: domainName, ValidationMethod: 'DNS', ValidationStatus: validation, ...known },
    ],
  };
}

function summary({ arn, domainName, status, keyAlgorithm }: AcmCertificate): Readonly<Record<string, unknown>> {
  return {
    CertificateArn: arn,
    DomainName: domainName,
    SubjectAlternativeNames: [domainName],
    SubjectAlternativeNameSummaries: [domainName],
    Status: status,
    Type: 'AMAZON_ISSUED',
    KeyAlgorithm: keyAlgorithm === 'RSA_2048' ? 'RSA-2048' : keyAlgorithm,
  };
}

function noSuchCertificate(arn: string): ApiError {
  return apiError(400, 'ResourceNotFoundException', `Could not find certificate ${arn}.`);
}

function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** ACM: requests, and certificates that are issued once their record exists. */
export const acm: Service = {
  format: 'json',
  operations: [requestCertificate, describeCertificate, listCertificates, listTags, deleteCertificate],
};
