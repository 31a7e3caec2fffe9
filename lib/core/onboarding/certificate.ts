import type { DomainName } from '../discovery/domain-name';
import { type Problem, problem } from '../problems';
import type { Fleet } from '../tenants/fleet';
import type { AcmCertificateFacts } from './facts';

/** Whether a certificate with these names covers the domain: `*.acme.example` covers one label below, not `acme.example`. */
export function coversDomain(names: readonly string[], domain: string): boolean {
  const wildcard = `*.${domain.split('.').slice(1).join('.')}`;
  return names.some((name) => name.toLowerCase() === domain || name.toLowerCase() === wildcard);
}

const ORDER: readonly AcmCertificateFacts['state'][] = ['issued', 'pending', 'timed-out', 'failed'];

/** The certificate to use: issued before pending before lost ones, the newest of its state. */
export function bestCertificate(certificates: readonly AcmCertificateFacts[]): AcmCertificateFacts | undefined {
  return [...certificates].sort(
    (a, b) =>
      ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (b.requestedAt ?? '').localeCompare(a.requestedAt ?? '', 'en'),
  )[0];
}

/** A certificate is lost if its record is not added within this time. [documented] */
const VALIDATION_HOURS = 72;

/** Whole hours left for the record, 0 at least. */
export function hoursLeft(requestedAt: string, now: Date): number {
  const passed = (now.getTime() - new Date(requestedAt).getTime()) / 3_600_000;
  return Math.max(0, Math.floor(VALIDATION_HOURS - passed));
}

/**
 * Why a domain of this project needs no requested certificate; nothing where it does. A declared front in Route 53
 * creates its own, and a domain that another server answers needs none. Problem code:
 * `onboarding.certificate-not-needed`.
 */
export function certificateNotNeeded({ tenants }: Fleet, domain: DomainName): Problem | undefined {
  for (const { id, domains } of tenants) {
    const declared = domains.find(({ name }) => name === domain);
    if (!declared || (declared.kind === 'front' && declared.dns.kind === 'external')) continue;
    const says = declared.kind === 'front' ? 'route53(…), whose stack creates one' : 'elsewhere(), which needs none';
    const message = `Cannot request a certificate for "${domain}": tenants/${id}.ts declares ${says}; expected external(…) there, or a domain without a tenant`;
    return problem('onboarding.certificate-not-needed', message);
  }
  return undefined;
}
