import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import type * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as targets from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import type { Route53Dns } from '../core/tenants/declaration';
import type { Front } from '../core/tenants/fleet';

/** How a domain gets its certificate and its records. */
export interface FrontDns {
  readonly certificate: acm.ICertificate;
  /** Points the domain at its distribution, where Signpost may write the zone. */
  addRecords(distribution: cloudfront.IDistribution): void;
}

/** Certificate and records by Route 53; or the certificate by its ARN, and records that the customer adds. */
export function frontDns(scope: Construct, { name, dns }: Front): FrontDns {
  if (dns.kind === 'route53') return dnsInRoute53(scope, name, dns);
  // Requested beforehand: a stack would wait up to 72 hours for a record that the customer has yet to add.
  const certificate = acm.Certificate.fromCertificateArn(scope, 'Certificate', dns.certificateArn);
  return { certificate, addRecords: () => {} };
}

function dnsInRoute53(scope: Construct, domainName: string, { zoneId }: Route53Dns): FrontDns {
  // The zone may be a parent's: only its id and the records' full names reach the template, so the domain's name will do.
  const zone = route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', {
    hostedZoneId: zoneId,
    zoneName: domainName,
  });
  const certificate = new acm.Certificate(scope, 'Certificate', {
    domainName,
    validation: acm.CertificateValidation.fromDns(zone),
  });
  const addRecords = (distribution: cloudfront.IDistribution) => {
    const target = route53.RecordTarget.fromAlias(new targets.CloudFrontTarget(distribution));
    new route53.ARecord(scope, 'A', { zone, target });
    new route53.AaaaRecord(scope, 'AAAA', { zone, target });
    // Tells of HTTP/3 before the first connection.
    new route53.HttpsRecord(scope, 'HTTPS', { zone, target });
  };
  return { certificate, addRecords };
}
