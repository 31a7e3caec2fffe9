import { createHash } from 'node:crypto';
import { App, CfnOutput, CustomResource, Duration, Stack, Tags } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { BackendStack } from '../../lib/infra/backend/stack';
import { EdgeStack } from '../../lib/infra/edge/stack';
import { sharedAssets } from './shared-assets';

/**
 * The floor of synthesis: the stacks of a fleet of plain tenants, written out with aws-cdk-lib alone. No declaration is
 * read, nothing is checked, nothing is bundled; the stacks that all tenants share are the same constructs on both sides.
 * Arguments: how many tenants, and the folder of the functions' bundles.
 */
function main(count: number, buildDirectory: string): void {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const config = { stage: 'local', tags: {} };
  const { edge: asset, backend: assets } = sharedAssets(buildDirectory);
  const edge = new EdgeStack(app, { config, asset });
  const backend = new BackendStack(app, { config, assets });
  backend.addStackDependency(edge);
  for (let number = 1; number <= count; number += 1) {
    const stack = tenantStack(app, `t${String(number).padStart(4, '0')}`);
    stack.addStackDependency(edge);
    stack.addStackDependency(backend);
  }
  app.synth();
}

const WELL_KNOWN_PATH = '/.well-known/com.apple.remotemanagement';
const UNCACHED = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504];
const LOG_FIELDS = [
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
];

function tenantStack(app: App, id: string): Stack {
  const stack = new Stack(app, `Signpost-local-Tenant-${id}`, {
    description: `Signpost local: the tenant ${id}`,
    env: { region: 'us-east-1' },
    tags: { stage: 'local', tenant: id },
  });
  Tags.of(stack).add('stage', 'local');
  Tags.of(stack).add('tenant', id);
  const read = (name: string) => ssm.StringParameter.valueForStringParameter(stack, name);
  const policy = {
    salt: id,
    rules: [],
    otherwise: { kind: 'redirect', url: `https://na1.mdm.example${WELL_KNOWN_PATH}` },
  };
  const declaration = new CustomResource(stack, 'Declaration', {
    resourceType: 'Custom::SignpostTenant',
    serviceToken: read('/signpost/local/backend/declare-function'),
    serviceTimeout: Duration.seconds(120),
    properties: {
      stage: 'local',
      tenantId: id,
      declaration: JSON.stringify({
        name: `Tenant ${id}`,
        channel: 'stable',
        domains: [{ name: `${id}.example`, decidedBy: 'edge', policy: 0 }],
        servers: [],
        policies: [policy],
      }),
    },
  });
  const edgeVersion = lambda.Version.fromVersionArn(stack, 'EdgeVersion', read('/signpost/local/edge/stable'));
  const topic = sns.Topic.fromTopicArn(stack, 'AlarmTopic', read('/signpost/local/alarm-topic'));
  const destinationArn = read('/signpost/local/access-log-destination');

  const domain = `${id}.example`;
  const front = new Construct(stack, domain);
  front.node.addDependency(declaration);
  const zone = route53.HostedZone.fromHostedZoneAttributes(front, 'Zone', {
    hostedZoneId: 'Z0123456789ABC',
    zoneName: domain,
  });
  const certificate = new acm.Certificate(front, 'Certificate', {
    domainName: domain,
    validation: acm.CertificateValidation.fromDns(zone),
  });
  const distribution = frontDistribution(front, { id, domain, certificate, edgeVersion });
  const target = route53.RecordTarget.fromAlias(new CloudFrontTarget(distribution));
  new route53.ARecord(front, 'A', { zone, target });
  new route53.AaaaRecord(front, 'AAAA', { zone, target });
  new route53.HttpsRecord(front, 'HTTPS', { zone, target });
  deliverLogs(front, id, domain, distribution.distributionArn, destinationArn);
  alarm(front, 'EdgeExecutionErrors', 'LambdaExecutionError', domain, distribution.distributionId, topic);
  alarm(front, 'EdgeValidationErrors', 'LambdaValidationError', domain, distribution.distributionId, topic);
  output(front, 'DistributionDomain', `CloudFront's name for ${domain}`, distribution.distributionDomainName);
  output(front, 'DiscoveryUrl', `What devices of ${domain} ask`, `https://${domain}${WELL_KNOWN_PATH}`);
  output(front, 'CheckCommand', `Acts as a device of ${domain}`, `npx signpost device user@${domain}`);
  return stack;
}

interface DistributionParts {
  readonly id: string;
  readonly domain: string;
  readonly certificate: acm.ICertificate;
  readonly edgeVersion: lambda.IVersion;
}

function frontDistribution(scope: Construct, { id, domain, certificate, edgeVersion }: DistributionParts) {
  const settings = {
    tenant: id,
    policy: { salt: id, rules: [], otherwise: { kind: 'redirect', url: `https://na1.mdm.example${WELL_KNOWN_PATH}` } },
    website: { kind: 'redirect', to: `https://www.${domain}/` },
  };
  const origin = new HttpOrigin('s3.us-east-1.amazonaws.com', {
    originId: 'edge',
    protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    customHeaders: { 'x-signpost-policy-0': Buffer.from(JSON.stringify(settings)).toString('base64url') },
  });
  const edgeLambdas = [{ functionVersion: edgeVersion, eventType: cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST }];
  const allowedMethods = cloudfront.AllowedMethods.ALLOW_GET_HEAD;
  return new cloudfront.Distribution(scope, 'Distribution', {
    comment: `Signpost local: ${id}`,
    domainNames: [domain],
    certificate,
    minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
    enableIpv6: true,
    defaultBehavior: {
      origin,
      edgeLambdas,
      allowedMethods,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: cloudfront.CachePolicy.USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS,
      compress: false,
    },
    additionalBehaviors: {
      [WELL_KNOWN_PATH]: {
        origin,
        edgeLambdas,
        allowedMethods,
        viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
        originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
        compress: false,
      },
    },
    errorResponses: UNCACHED.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
  });
}

function deliverLogs(scope: Construct, id: string, domain: string, resourceArn: string, destinationArn: string): void {
  const hash = createHash('sha256').update(`local/${id}/${domain}`).digest('hex').slice(0, 12);
  const source = new logs.CfnDeliverySource(scope, 'AccessLogSource', {
    name: `signpost-local-${domain.replace('.', '-')}-${hash}`,
    logType: 'ACCESS_LOGS',
    resourceArn,
  });
  new logs.CfnDelivery(scope, 'AccessLogDelivery', {
    deliverySourceName: source.name,
    deliveryDestinationArn: destinationArn,
    recordFields: LOG_FIELDS,
  }).addResourceDependency(source);
}

function alarm(
  scope: Construct,
  id: string,
  metricName: string,
  domain: string,
  distributionId: string,
  topic: sns.ITopic,
): void {
  const what =
    metricName === 'LambdaExecutionError'
      ? 'threw, or ran out of time or memory'
      : 'gave an answer that CloudFront refuses';
  const metric = new cloudwatch.Metric({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
    statistic: cloudwatch.Stats.SUM,
    period: Duration.minutes(5),
  });
  new cloudwatch.Alarm(scope, id, {
    alarmDescription: `The edge function ${what}: devices of ${domain} get a 502 or 503.`,
    metric,
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  }).addAlarmAction(new SnsAction(topic));
}

function output(scope: Construct, id: string, description: string, value: string): void {
  new CfnOutput(scope, id, { description, value });
}

main(Number(process.argv[2]), process.argv[3] ?? '');
