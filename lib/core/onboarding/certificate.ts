import type { AcmCertificateFacts, ValidationLookup, ValidationRecord } from './facts';

/** Whether a certificate with these names holds for the domain: `*.acme.example` is for one label below, not for `acme.example`. */
export function coversDomain(names: readonly string[], domain: string): boolean {
  const wildcard = `*.${domain.split('.').slice(1).join('.')}`;
  return names.some((name) => name.toLowerCase() === domain || name.toLowerCase() === wildcard);
}

const ORDER: readonly AcmCertificateFacts['state'][] = ['issued', 'pending', 'timed-out', 'failed'];

/** The one to go on with: issued before pending before lost ones, the newest of its state. */
export function bestCertificate(certificates: readonly AcmCertificateFacts[]): AcmCertificateFacts | undefined {
  return [...certificates].sort(
    (a, b) =>
      ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (b.requestedAt ?? '').localeCompare(a.requestedAt ?? '', 'en'),
  )[0];
}

/** What stands in DNS where a validation record should stand. */
export type RecordVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'other'; readonly found: string }
  /** The zone is twice in the name: the console has added it. */
  | { readonly kind: 'doubled'; readonly at: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export function judgeRecord({ record, atName, doubled }: ValidationLookup, zone: string): RecordVerdict {
  if (atName.kind === 'unknown') return atName;
  if (atName.kind === 'observed') {
    return atName.value === record.value ? { kind: 'right' } : { kind: 'other', found: atName.value };
  }
  return doubled.kind === 'observed' ? { kind: 'doubled', at: doubledName(record, zone) } : { kind: 'missing' };
}

/** Where a record lands if its whole name is typed into a field that the zone is added to. */
export function doubledName({ name }: ValidationRecord, zone: string): string {
  return `${name}.${zone}`;
}

/** In words: what is wrong with the record, or that nothing is. */
export function describeVerdict(verdict: RecordVerdict): string {
  switch (verdict.kind) {
    case 'right':
      return 'the record stands';
    case 'missing':
      return 'no record there';
    case 'other':
      return `a CNAME to ${verdict.found}`;
    case 'doubled':
      return `the record stands at ${verdict.at}: the zone is twice in its name`;
    case 'unknown':
      return `could not check (${verdict.reason})`;
  }
}

/** A certificate is lost if its record does not come within this time. [documented] */
export const VALIDATION_HOURS = 72;

/** Whole hours left for the record, 0 at least. */
export function hoursLeft(requestedAt: string, now: Date): number {
  const passed = (now.getTime() - new Date(requestedAt).getTime()) / 3_600_000;
  return Math.max(0, Math.floor(VALIDATION_HOURS - passed));
}
