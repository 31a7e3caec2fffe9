import type { DomainName } from '../discovery/domain-name';
import { type Problem, problem } from '../problems';
import type { Fleet } from '../tenants/fleet';
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

/**
 * Why no certificate is to be requested for a domain of this project, if none is: a declared front in Route 53 makes its
 * own, and a domain that another server answers has no use for one. Problem code: `onboarding.certificate-not-needed`.
 */
export function certificateNotNeeded({ tenants }: Fleet, domain: DomainName): Problem | undefined {
  for (const { id, domains } of tenants) {
    const declared = domains.find(({ name }) => name === domain);
    if (!declared || (declared.kind === 'front' && declared.dns.kind === 'external')) continue;
    const says =
      declared.kind === 'front' ? 'route53(…), so that its stack makes one' : 'elsewhere(), which needs none';
    const message = `Cannot request a certificate for "${domain}": tenants/${id}.ts says ${says}; expected external(…) there, or a domain of no tenant yet`;
    return problem('onboarding.certificate-not-needed', message);
  }
  return undefined;
}
