import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';
import type { ExternalDns, Route53Dns } from '../core/tenants/declaration';

/** Constructs of alias records by their type. */
const ALIASES = {
  A: route53.ARecord,
  AAAA: route53.AaaaRecord,
  /** Announces HTTP/3 before the first connection. */
  HTTPS: route53.HttpsRecord,
} as const;

/** How a host gets its certificate and its records. */
export interface HostDns {
  readonly certificate: acm.ICertificate;
  /** Points the host at its target where Signpost may write the zone; does nothing elsewhere. */
  addAliases(target: route53.IAliasRecordTarget, types: readonly (keyof typeof ALIASES)[]): void;
}

/** Certificate and records in Route 53; or a certificate by its ARN, and records that the zone's owner adds. */
export function hostDns(scope: Construct, hostName: string, dns: Route53Dns | ExternalDns): HostDns {
  if (dns.kind === 'route53') return dnsInRoute53(scope, hostName, dns);
  // Requested beforehand: a stack would wait up to 72 hours for a record that is yet to be added.
  const certificate = acm.Certificate.fromCertificateArn(scope, 'Certificate', dns.certificateArn);
  return { certificate, addAliases: () => {} };
}

function dnsInRoute53(scope: Construct, domainName: string, { zoneId }: Route53Dns): HostDns {
  // The zone may be a parent's: only its id and the records' full names reach the template, so the host's name is enough.
  const zone = route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', {
    hostedZoneId: zoneId,
    zoneName: domainName,
  });
  const certificate = new acm.Certificate(scope, 'Certificate', {
    domainName,
    validation: acm.CertificateValidation.fromDns(zone),
  });
  const addAliases: HostDns['addAliases'] = (target, types) => {
    for (const type of types) {
      new ALIASES[type](scope, type, { zone, target: route53.RecordTarget.fromAlias(target) });
    }
  };
  return { certificate, addAliases };
}
