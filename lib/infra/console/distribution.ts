import { Duration, Validations } from 'aws-cdk-lib';
import type * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { CONSOLE_API_PATH, CONSOLE_FILE_PATTERN, consoleSecurityHeaders } from '../../contract/console';

interface Settings {
  readonly stage: string;
  readonly host: string;
  readonly certificate: acm.ICertificate;
  readonly bucket: s3.IBucket;
  /** The backend's host. */
  readonly apiHost: string;
  readonly providerOrigins: readonly string[];
}

/** The console's files, and the API under the same name. */
export function consoleDistribution(scope: Construct, settings: Settings): cloudfront.Distribution {
  const { stage, host, certificate, apiHost } = settings;
  const distribution = new cloudfront.Distribution(scope, 'Distribution', {
    comment: `Signpost ${stage}: console`,
    domainNames: [host],
    certificate,
    minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
    httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
    defaultBehavior: fileBehavior(scope, settings),
    additionalBehaviors: { [`${CONSOLE_API_PATH}/*`]: apiBehavior(apiHost) },
  });
  acknowledge(distribution);
  return distribution;
}

function fileBehavior(scope: Construct, settings: Settings): cloudfront.BehaviorOptions {
  const { stage, bucket, providerOrigins } = settings;
  return {
    origin: origins.S3BucketOrigin.withOriginAccessControl(bucket),
    viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD,
    cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
    compress: true,
    responseHeadersPolicy: headersPolicy(scope, stage, providerOrigins),
    functionAssociations: [
      {
        eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
        function: new cloudfront.Function(scope, 'Pages', {
          functionName: `signpost-${stage}-console-pages`,
          comment: 'Every page of the console is one file.',
          code: cloudfront.FunctionCode.fromInline(PAGES_FUNCTION),
          runtime: cloudfront.FunctionRuntime.JS_2_0,
        }),
      },
    ],
  };
}

/** Every path that is not a file is a page, and all pages are `index.html`, which reads the address itself. */
export const PAGES_FUNCTION = `var FILE = new RegExp(${JSON.stringify(CONSOLE_FILE_PATTERN)});
function handler(event) {
  var request = event.request;
  if (!FILE.test(request.uri)) request.uri = '/index.html';
  return request;
}
`;

/**
 * Answers of the API are not cached, and everything but the Host header reaches it: with caching off this managed policy
 * forwards `Authorization` as well [documented].
 */
function apiBehavior(apiHost: string): cloudfront.BehaviorOptions {
  return {
    origin: new origins.HttpOrigin(apiHost, {
      originId: 'api',
      protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [cloudfront.OriginSslPolicy.TLS_V1_2],
    }),
    viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
    cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
    originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    compress: true,
  };
}

/** A policy of its own is fine here: there is one console, and policies stop at 100 distributions. */
function headersPolicy(scope: Construct, stage: string, providerOrigins: readonly string[]) {
  const { 'content-security-policy': contentSecurityPolicy, ...others } = consoleSecurityHeaders(providerOrigins);
  const custom = {
    'permissions-policy': others['permissions-policy'],
    'cross-origin-opener-policy': others['cross-origin-opener-policy'],
  };
  return new cloudfront.ResponseHeadersPolicy(scope, 'Headers', {
    responseHeadersPolicyName: `signpost-${stage}-console`,
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy, override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
    },
    customHeadersBehavior: {
      customHeaders: Object.entries(custom).map(([header, value]) => ({ header, value, override: true })),
    },
  });
}

function acknowledge(distribution: cloudfront.Distribution): void {
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions-CFR1', reason: 'Administrators sign in from wherever they are.' },
    { id: 'AwsSolutions-CFR2', reason: 'The files are public, and the API verifies every token itself.' },
    {
      id: 'AwsSolutions-CFR3',
      reason: 'Standard logging v2 by delivery, which lets fields be chosen; the rule knows the legacy logging alone.',
    },
  );
}
