import type { CloudFrontEdge } from '../cloudfront/edge';
import type { DeployedDistribution, Deployment } from '../deployment';
import type { TlsRules } from '../listener';
import type { Authority } from './authority';
import { createCertificates } from './certificates';

interface Names {
  readonly deployment: Deployment;
  readonly distributionOf: CloudFrontEdge['distributionOf'];
  /** Certificates of API Gateway's custom domains, by host. */
  readonly customDomains: ReadonlyMap<string, string>;
  /** Whether this is a host without a distribution; then its server has a certificate for exactly that name. */
  readonly isOtherHost: (host: string) => boolean;
  /** Certificates that a template only names by ARN, and the names that customers had them issued for. */
  readonly imported: ReadonlyMap<string, readonly string[]>;
}

// rule: cloudfront.default-certificate
const DEFAULT_NAMES = ['*.cloudfront.net'];

/** TLS at the one https port: the certificate for each name, and the oldest protocol that it accepts. */
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
  const { deployment, distributionOf, isOtherHost, imported, customDomains } = names;
  const distribution = distributionOf(serverName);
  const custom = customDomains.get(serverName);
  if (custom !== undefined) return deployment.certificates.get(custom)?.names ?? [serverName];
  if (!distribution) return isOtherHost(serverName) ? [serverName] : DEFAULT_NAMES;
  const arn = distribution.viewerCertificate?.arn ?? '';
  if (serverName === distribution.domainName) return DEFAULT_NAMES;
  return deployment.certificates.get(arn)?.names ?? imported.get(arn) ?? DEFAULT_NAMES;
}

// rule: cloudfront.tls-floor
function isNewEnough(protocol: string, { viewerCertificate }: DeployedDistribution): boolean {
  const [floor = ''] = (viewerCertificate?.minimumProtocol ?? '').split('_');
  return floor !== 'TLSv1.3' || protocol === 'TLSv1.3';
}
