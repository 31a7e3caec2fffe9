import { createHash } from 'node:crypto';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/**
 * The logged fields of a request. Left out, as they hold or may hold personal data: the query (the identifier), the path
 * (a customer's website may name people in it; the behaviour's pattern distinguishes discovery and website), the viewer's
 * address, Referer, Cookie, User-Agent, X-Forwarded-For.
 */
const ACCESS_LOG_FIELDS = [
  'timestamp(ms)',
  'DistributionId',
  'x-edge-location',
  'x-edge-request-id',
  'x-host-header',
  'cache-behavior-path-pattern',
  'cs-method',
  'cs-protocol',
  'cs-protocol-version',
  'ssl-protocol',
  'sc-status',
  'sc-bytes',
  'x-edge-result-type',
  'x-edge-detailed-result-type',
  'time-taken',
] as const;

interface Settings {
  readonly stage: string;
  readonly tenant: string;
  readonly domain: string;
  readonly distributionArn: string;
  readonly destinationArn: string;
}

/** Sends a front's access log to the destination that all fronts share. */
export function deliverAccessLog(scope: Construct, settings: Settings): void {
  const source = new logs.CfnDeliverySource(scope, 'AccessLogSource', {
    name: deliverySourceName(settings),
    logType: 'ACCESS_LOGS',
    resourceArn: settings.distributionArn,
  });
  const delivery = new logs.CfnDelivery(scope, 'AccessLogDelivery', {
    deliverySourceName: source.name,
    deliveryDestinationArn: settings.destinationArn,
    recordFields: [...ACCESS_LOG_FIELDS],
  });
  // By name alone CloudFormation would not know.
  delivery.addResourceDependency(source);
}

const MAX_NAME_LENGTH = 60;

/** Unique in the account, the same at every synthesis, and readable as far as 60 characters go. [documented] */
export function deliverySourceName({
  stage,
  tenant,
  domain,
}: Omit<Settings, 'distributionArn' | 'destinationArn'>): string {
  const hash = createHash('sha256').update([stage, tenant, domain].join('/')).digest('hex').slice(0, 12);
  const readable = `signpost-${stage}-${domain}`.replace(/[^\w-]/g, '-');
  return `${readable.slice(0, MAX_NAME_LENGTH - hash.length - 1)}-${hash}`;
}
