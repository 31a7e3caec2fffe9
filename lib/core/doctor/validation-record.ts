import type { ValidationLookup, ValidationRecord } from './facts';

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
