import type { ValidationLookup } from '../doctor/facts';
import { describeVerdict, judgeRecord, type RecordVerdict } from '../doctor/validation-record';
import { bestCertificate, hoursLeft } from './certificate';
import type { AcmCertificateFacts } from './facts';
import { formatRecord, type RecordToAdd, recordToAdd } from './records';

/** What must be known of a domain's certificate. */
export interface CertificateReportFacts {
  readonly domain: string;
  /** The DNS zone that the domain is in. */
  readonly zone: string;
  readonly certificates: readonly AcmCertificateFacts[];
  /** Of the certificate to go on with. */
  readonly lookups: readonly ValidationLookup[];
  readonly now: Date;
}

/** A certificate and its records, judged. */
export interface CertificateReport {
  readonly domain: string;
  readonly state: AcmCertificateFacts['state'] | 'none';
  readonly arn?: string;
  readonly since?: string;
  readonly records: readonly (RecordToAdd & { readonly verdict: RecordVerdict })[];
  /** What there is to know, one sentence each; the last one says what comes next. */
  readonly sentences: readonly string[];
  /** Whether nobody needs to do anything. */
  readonly settled: boolean;
}

/** Judges the best certificate of a domain: where it stands, and what is wrong with its records. */
export function reportCertificate(facts: CertificateReportFacts): CertificateReport {
  const certificate = bestCertificate(facts.certificates);
  if (!certificate) {
    const sentences = [`No certificate for ${facts.domain} yet: npx signpost certificate request ${facts.domain}`];
    return { domain: facts.domain, state: 'none', records: [], sentences, settled: false };
  }
  const records = facts.lookups.map((lookup) => ({
    ...recordToAdd('CNAME', lookup.record.name, lookup.record.value, facts.zone),
    verdict: judgeRecord(lookup, facts.zone),
  }));
  const { state, arn } = certificate;
  const since = state === 'issued' ? certificate.issuedAt : certificate.requestedAt;
  const allRight = records.length > 0 && records.every(({ verdict }) => verdict.kind === 'right');
  return {
    domain: facts.domain,
    state,
    arn,
    ...(since === undefined ? {} : { since }),
    records,
    sentences: [...describeState(certificate, facts), ...describeNext(certificate, facts, records)],
    settled: state === 'issued' && (allRight || records.length === 0),
  };
}

function describeState(
  { state, issuedAt, requestedAt, failure }: AcmCertificateFacts,
  { now }: CertificateReportFacts,
): string[] {
  switch (state) {
    case 'issued':
      return [`Issued${issuedAt === undefined ? '' : ` since ${issuedAt}`}.`];
    case 'pending':
      return requestedAt === undefined
        ? ['Pending.']
        : [`Pending since ${requestedAt}: ${hoursLeft(requestedAt, now)} hours left for the record.`];
    case 'timed-out':
      return ['Timed out: the record did not come within 72 hours of the request.'];
    case 'failed':
      return [`Failed: ${failure ?? 'ACM does not say why'}.`];
  }
}

function describeNext(
  { state, failure }: AcmCertificateFacts,
  { domain }: CertificateReportFacts,
  records: CertificateReport['records'],
): string[] {
  const wrong = records.filter(({ verdict }) => verdict.kind !== 'right');
  switch (state) {
    case 'issued':
      return wrong.map(
        ({ name, verdict }) => `It cannot be renewed: at ${name} ${describeVerdict(verdict)}. Put the record back.`,
      );
    case 'pending':
      if (records.length === 0) return ['ACM does not know the record yet: ask again in a few seconds.'];
      if (wrong.length === 0) return ['The record stands: ACM sees it within minutes.'];
      return [
        ...wrong.map(({ name, verdict }) => `At ${name}: ${describeVerdict(verdict)}.`),
        'Add the record; it must stay for renewals.',
      ];
    case 'timed-out':
      return [`Request it again: npx signpost certificate request ${domain}`];
    case 'failed':
      return [
        ...(failure === 'CAA_ERROR' ? ['A CAA record forbids Amazon: allow amazon.com first.'] : []),
        `Then request it again: npx signpost certificate request ${domain}`,
      ];
  }
}

/** The report as lines for a person. */
export function formatCertificateReport(report: CertificateReport): readonly string[] {
  const { arn, state, records, sentences } = report;
  const open = records.filter(({ verdict }) => verdict.kind !== 'right');
  return [
    ...sentences,
    ...(open.length > 0 && state !== 'timed-out' && state !== 'failed'
      ? ['', ...open.flatMap((record) => formatRecord(record))]
      : []),
    ...(arn !== undefined && state !== 'timed-out' && state !== 'failed' ? ['', arn] : []),
  ];
}
