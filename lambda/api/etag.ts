import type { Controls } from '../../lib/core/registration/controls';
import type { Registration } from '../../lib/core/registration/registration';
import { overrideInForce } from '../../lib/core/tenants/in-force';
import type { DiscoveryTargetRecord } from '../../lib/core/tenants/records';

/** Changes with everything that is shown, including when an override ends by itself. */
export function etagOf(record: DiscoveryTargetRecord, now: number): string {
  const ended = record.override !== undefined && !overrideInForce(record, now);
  return `"${record.version}${ended ? '-ended' : ''}"`;
}

/** The version that an ETag was made from; -1, which no record has, for any other text. */
export function versionOf(etag: string): number {
  return Number(/^"(\d{1,15})(?:-ended)?"$/.exec(etag)?.[1] ?? -1);
}

/** Changes with every observation at Apple as well, since that is shown too. */
export function registrationEtag({ version }: Registration): string {
  return `"${version}"`;
}

/** Made from the decisions alone: the controls are also written by every run, and with every counted change. */
export function controlsEtag({ appleWrites, because, brakeSince }: Controls): string {
  return `"${appleWrites}.${because ?? ''}.${brakeSince ?? ''}"`;
}
