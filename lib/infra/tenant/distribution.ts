import { Duration, Validations } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { BACKEND_ORIGIN } from '../../contract/backend';
import { DOMAIN_HEADER, encodeFrontSettings, frontSettings } from '../../contract/front-settings';
import { REGION } from '../../contract/names';
import { WELL_KNOWN_PATH } from '../../core/discovery/well-known';
import type { Front, Tenant } from '../../core/tenants/fleet';

interface Settings {
  readonly stage: string;
  readonly tenant: Tenant;
  readonly front: Front;
  readonly edgeVersion: lambda.IVersion;
  readonly certificate: acm.ICertificate;
  /** The backend's host, for a front that it decides. */
  readonly discoveryDomain: string;
}

/** Statuses that CloudFront would cache for 10 seconds by default, whatever the answer says. [documented] */
const UNCACHED_ERRORS = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504] as const;

/** The distribution of one domain: the well-known path, and the website. Managed policies only, as others stop at 100. */
export function frontDistribution(scope: Construct, settings: Settings): cloudfront.Distribution {
  const { stage, tenant, front, edgeVersion, certificate, discoveryDomain } = settings;
  const edgeOrigin = originOfTheEdge(tenant, front);
  const discoveryOrigin = front.decide === 'edge' ? edgeOrigin : backendThenEdge(front, discoveryDomain, edgeOrigin);
  const edgeLambdas: cloudfront.EdgeLambda[] = [
    { functionVersion: edgeVersion, eventType: cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST },
  ];
  const distribution = new cloudfront.Distribution(scope, 'Distribution', {
    comment: `Signpost ${stage}: ${tenant.id}`,
    domainNames: [front.name],
    certificate,
    // What old Apple systems support and Apple's rules require.
    minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
    enableIpv6: true,
    defaultBehavior: websiteBehavior(front, edgeOrigin, edgeLambdas),
    additionalBehaviors: { [WELL_KNOWN_PATH]: discoveryBehavior(discoveryOrigin, edgeLambdas) },
    errorResponses: UNCACHED_ERRORS.map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(0) })),
  });
  acknowledge(distribution);
  return distribution;
}

/**
 * CloudFront resolves the origin's name before it calls the function, which then answers instead of the origin: a name that
 * always resolves, and is never contacted. The settings are in its custom headers, which no viewer can forge.
 */
function originOfTheEdge(tenant: Tenant, front: Front): cloudfront.IOrigin {
  return new origins.HttpOrigin(`s3.${REGION}.amazonaws.com`, {
    originId: 'edge',
    protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    customHeaders: encodeFrontSettings(frontSettings(tenant, front)),
  });
}

/**
 * Statuses after which CloudFront asks the second origin, as it does after a failed connection. 403 and 404 are answers; a
 * 400 means that the backend does not know the front's domain.
 */
const BACKEND_FAILURES = [400, 500, 502, 503, 504];

/**
 * First the backend; where it fails, the edge with the declared policy. CloudFront calls the edge function for both origins
 * [documented]: for the backend, recognized by the header with the domain, the function lets the request pass.
 */
function backendThenEdge({ name }: Front, discoveryDomain: string, edgeOrigin: cloudfront.IOrigin): cloudfront.IOrigin {
  const backend = new origins.HttpOrigin(discoveryDomain, {
    originId: 'backend',
    protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    connectionTimeout: Duration.seconds(BACKEND_ORIGIN.connectTimeoutSeconds),
    connectionAttempts: BACKEND_ORIGIN.connectAttempts,
    readTimeout: Duration.seconds(BACKEND_ORIGIN.readTimeoutSeconds),
    customHeaders: { [DOMAIN_HEADER]: name },
  });
  return new origins.OriginGroup({
    primaryOrigin: backend,
    fallbackOrigin: edgeOrigin,
    fallbackStatusCodes: BACKEND_FAILURES,
  });
}

/**
 * HTTPS only rather than a redirect: the query names a person. Devices ask by https, and plain http should not appear to
 * work.
 */
function discoveryBehavior(
  origin: cloudfront.IOrigin,
  edgeLambdas: cloudfront.EdgeLambda[],
): cloudfront.BehaviorOptions {
  return {
    origin,
    edgeLambdas,
    viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
    // All methods that devices use; an origin group fails over for these.
    allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
    // The answer depends on the query, which must not become part of a cache key.
    cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
    originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    compress: false,
  };
}

/** The rest of the domain: the edge function's 404 or redirect, or the customer's own origin without the function. */
function websiteBehavior(
  { website }: Front,
  edgeOrigin: cloudfront.IOrigin,
  edgeLambdas: cloudfront.EdgeLambda[],
): cloudfront.BehaviorOptions {
  const viewerProtocolPolicy = cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS;
  if (website.kind !== 'passThrough') {
    return {
      origin: edgeOrigin,
      edgeLambdas,
      viewerProtocolPolicy,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
      // A flood on one apex is answered from the cache, and leaves the account's concurrency to devices.
      cachePolicy: cloudfront.CachePolicy.USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS,
      compress: false,
    };
  }
  return {
    origin: new origins.HttpOrigin(website.origin, {
      originId: 'website',
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
    }),
    viewerProtocolPolicy,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
    // The customer's site unchanged: Signpost cannot know what may be cached.
    cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
    originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER,
    compress: false,
  };
}

function acknowledge(distribution: cloudfront.Distribution): void {
  Validations.of(distribution).acknowledge(
    {
      id: 'AwsSolutions-CFR1',
      reason: 'People sign in from any country; devices in a blocked country could not enroll.',
    },
    {
      id: 'AwsSolutions-CFR2',
      reason:
        'A web ACL is shared by at most 100 distributions. The edge answers without a back end; websites answer from the cache.',
    },
    {
      id: 'AwsSolutions-CFR3',
      reason: 'Standard logging v2 by delivery, which lets fields be chosen; the rule knows the legacy logging alone.',
    },
  );
}
