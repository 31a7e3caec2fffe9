import type { ValidationLookup } from '../doctor/facts';
import { describeVerdict, judgeRecord, type RecordVerdict } from '../doctor/validation-record';
import { bestCertificate, hoursLeft } from './certificate';
import type { AcmCertificateFacts } from './facts';
import { formatRecord, type RecordToAdd, recordToAdd } from './records';

/** The facts about a domain's certificate. */
export interface CertificateReportFacts {
  readonly domain: string;
  /** The DNS zone that the domain is in. */
  readonly zone: string;
  readonly certificates: readonly AcmCertificateFacts[];
  /** Those of the certificate to use. */
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
  /** The report in sentences; the last one says what comes next. */
  readonly sentences: readonly string[];
  /** Whether there is nothing to do. */
  readonly settled: boolean;
}

/** Judges the best certificate of a domain: its state, and what is wrong with its records. */
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
      return [`Issued${issuedAt === undefined ? '' : ` ${issuedAt}`}.`];
    case 'pending':
      return requestedAt === undefined
        ? ['Pending.']
        : [`Pending since ${requestedAt}: ${hoursLeft(requestedAt, now)} hours left for the record.`];
    case 'timed-out':
      return ['Timed out: the record was not added within 72 hours of the request.'];
    case 'failed':
      return [`Failed: ${failure ?? 'ACM gives no reason'}.`];
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
        ({ name, verdict }) => `It cannot be renewed. At ${name}: ${describeVerdict(verdict)}. Add the record again.`,
      );
    case 'pending':
      if (records.length === 0) return ['ACM does not name the record yet: repeat the command in a few seconds.'];
      if (wrong.length === 0) return ['The record is correct: ACM validates it within minutes.'];
      return [
        ...wrong.map(({ name, verdict }) => `At ${name}: ${describeVerdict(verdict)}.`),
        'Add the record, and keep it for renewals.',
      ];
    case 'timed-out':
      return [`Request it again: npx signpost certificate request ${domain}`];
    case 'failed':
      return [
        ...(failure === 'CAA_ERROR' ? ['A CAA record forbids Amazon: add one that allows amazon.com first.'] : []),
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
