import type { AcmCertificateFacts } from './facts';

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

/** A certificate is lost if its record does not come within this time. [documented] */
export const VALIDATION_HOURS = 72;

/** Whole hours left for the record, 0 at least. */
export function hoursLeft(requestedAt: string, now: Date): number {
  const passed = (now.getTime() - new Date(requestedAt).getTime()) / 3_600_000;
  return Math.max(0, Math.floor(VALIDATION_HOURS - passed));
}
