import type { CloudFrontEdge } from '../cloudfront/front';
import type { DeployedDistribution, Deployment } from '../deployment';
import type { TlsRules } from '../listener';
import type { Authority } from './authority';
import { createCertificates } from './certificates';

interface Names {
  readonly deployment: Deployment;
  readonly distributionOf: CloudFrontEdge['distributionOf'];
  /** Certificates of API Gateway's custom domains, by host. */
  readonly customDomains: ReadonlyMap<string, string>;
  /** Whether the world outside has this host; then its server has a certificate for exactly that name. */
  readonly isOutside: (host: string) => boolean;
  /** Certificates that a template names by ARN alone, and what customers had them issued for. */
  readonly imported: ReadonlyMap<string, readonly string[]>;
}

// rule: cloudfront.default-certificate
const DEFAULT_NAMES = ['*.cloudfront.net'];

/** How TLS begins at the one https port: which certificate is shown to whom, and which protocol is too old. */
export async function createTlsRules(authority: Authority, names: Names): Promise<TlsRules> {
  const certificates = createCertificates(authority);
  return {
    unnamed: await certificates.pair(DEFAULT_NAMES),
    contextFor: (serverName) => certificates.context(namesFor(serverName, names)),
    accepts: (serverName, protocol) => {
      const distribution = names.distributionOf(serverName ?? '');
      return !distribution || isNewEnough(protocol, distribution);
    },
  };
}

// rule: cloudfront.certificate-covers-alias
function namesFor(serverName: string, names: Names): readonly string[] {
  const { deployment, distributionOf, isOutside, imported, customDomains } = names;
  const distribution = distributionOf(serverName);
  const custom = customDomains.get(serverName);
  if (custom !== undefined) return deployment.certificates.get(custom)?.names ?? [serverName];
  if (!distribution) return isOutside(serverName) ? [serverName] : DEFAULT_NAMES;
  const arn = distribution.viewerCertificate?.arn ?? '';
  if (serverName === distribution.domainName) return DEFAULT_NAMES;
  return deployment.certificates.get(arn)?.names ?? imported.get(arn) ?? DEFAULT_NAMES;
}

// rule: cloudfront.tls-floor
function isNewEnough(protocol: string, { viewerCertificate }: DeployedDistribution): boolean {
  const [floor = ''] = (viewerCertificate?.minimumProtocol ?? '').split('_');
  return floor !== 'TLSv1.3' || protocol === 'TLSv1.3';
}
