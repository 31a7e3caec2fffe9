import type { ValidationLookup, ValidationRecord } from './facts';

/** What DNS has where a validation record should be. */
export type RecordVerdict =
  | { readonly kind: 'right' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'other'; readonly found: string }
  /** The zone is in the name twice: the DNS console has added it. */
  | { readonly kind: 'doubled'; readonly at: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export function judgeRecord({ record, atName, doubled }: ValidationLookup, zone: string): RecordVerdict {
  if (atName.kind === 'unknown') return atName;
  if (atName.kind === 'observed') {
    return atName.value === record.value ? { kind: 'right' } : { kind: 'other', found: atName.value };
  }
  return doubled.kind === 'observed' ? { kind: 'doubled', at: doubledName(record, zone) } : { kind: 'missing' };
}

/** Where a record ends up if its whole name is typed into a field that adds the zone. */
export function doubledName({ name }: ValidationRecord, zone: string): string {
  return `${name}.${zone}`;
}

/** The verdict in words. */
export function describeVerdict(verdict: RecordVerdict): string {
  switch (verdict.kind) {
    case 'right':
      return 'the record is correct';
    case 'missing':
      return 'no record';
    case 'other':
      return `a CNAME to ${verdict.found}`;
    case 'doubled':
      return `the record is at ${verdict.at}: its name contains the zone twice`;
    case 'unknown':
      return `could not check (${verdict.reason})`;
  }
}
