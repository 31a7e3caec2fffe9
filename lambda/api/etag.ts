import { overrideInForce } from '../../lib/core/tenants/in-force';
import type { AnsweringRecord } from '../../lib/core/tenants/records';

/** Changes with everything that is shown, so also when an override ends by itself. */
export function etagOf(record: AnsweringRecord, now: number): string {
  const ended = record.override !== undefined && !overrideInForce(record, now);
  return `"${record.version}${ended ? '-ended' : ''}"`;
}

/** The version that an ETag of ours was made of; 0 for any other text. */
export function versionOf(etag: string): number {
  return Number(/^"(\d{1,15})(?:-ended)?"$/.exec(etag)?.[1] ?? 0);
}
