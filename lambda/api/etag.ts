import type { Controls } from '../../lib/core/registration/controls';
import type { Registration } from '../../lib/core/registration/registration';
import { overrideInForce } from '../../lib/core/tenants/in-force';
import type { DiscoveryTargetRecord } from '../../lib/core/tenants/records';

/** Changes with everything that is shown, so also when an override ends by itself. */
export function etagOf(record: DiscoveryTargetRecord, now: number): string {
  const ended = record.override !== undefined && !overrideInForce(record, now);
  return `"${record.version}${ended ? '-ended' : ''}"`;
}

/** The version that an ETag of ours was made of; -1, which nothing has, for any other text. */
export function versionOf(etag: string): number {
  return Number(/^"(\d{1,15})(?:-ended)?"$/.exec(etag)?.[1] ?? -1);
}

/** Changes with every look at Apple as well, as what is shown does. */
export function registrationEtag({ version }: Registration): string {
  return `"${version}"`;
}

/** Of what is decided alone: the controls are also written with every run and every change that is counted. */
export function controlsEtag({ appleWrites, because, brakeSince }: Controls): string {
  return `"${appleWrites}.${because ?? ''}.${brakeSince ?? ''}"`;
}
