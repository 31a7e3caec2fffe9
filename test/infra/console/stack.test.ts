import { runInNewContext } from 'node:vm';
import { Match } from 'aws-cdk-lib/assertions';
import { CONFIGURATION_PATH } from '../../../lib/contract/console';
import { route53 } from '../../../lib/core/tenants/authoring';
import { PAGES_FUNCTION } from '../../../lib/infra/console/distribution';
import { buildFleet, deployedConfig } from '../../support/fleet';
import { edgeAsset, synthesize } from '../../support/synthesis';

const config = {
  ...deployedConfig,
  console: {
    domain: 'Console.signpost.example',
    dns: route53('Z0CONSOLE'),
    clientId: 'signpost-console',
    providerOrigins: ['https://auth.signpost.example/'],
  },
};
const { directory } = edgeAsset();
const { template, stackNames } = synthesize(buildFleet({ config, tenants: {} }), { consoleDirectory: directory });
const stack = template('Signpost-prod-Console');

/** The one distribution's configuration. */
function distribution(): Record<string, never> {
  return Object.values(stack.findResources('AWS::CloudFront::Distribution'))[0]?.['Properties'].DistributionConfig;
}

test('there is no console where the configuration names none', () => {
  const { stackNames: without } = synthesize(buildFleet({ config: deployedConfig, tenants: {} }), {
    consoleDirectory: directory,
  });
  expect(stackNames).toContain('Signpost-prod-Console');
  expect(without).not.toContain('Signpost-prod-Console');
});

test.each([
  ['a provider without https', { providerOrigins: ['http://auth.signpost.example'] }, 'console.providerOrigins[0]'],
  ['an origin with a path', { providerOrigins: ['https://auth.signpost.example/login'] }, 'console.providerOrigins[0]'],
  ['no client', { clientId: '' }, 'console.clientId'],
  ['an address as its host', { domain: '192.0.2.1' }, 'console.domain'],
])('the configuration is refused for %s', (_name, changes, where) => {
  const wrong = { ...config, console: { ...config.console, ...changes } };
  expect(() => buildFleet({ config: wrong, tenants: {} })).toThrow(where);
});

describe('the bucket', () => {
  test('is private, and read by the distribution alone', () => {
    stack.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    stack.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 's3:GetObject',
            Principal: { Service: 'cloudfront.amazonaws.com' },
            Condition: { StringEquals: { 'AWS:SourceArn': Match.anyValue() } },
          }),
        ]),
      },
    });
    stack.resourceCountIs('AWS::CloudFront::OriginAccessControl', 1);
  });

  test('keeps what people have open: uploads prune nothing', () => {
    stack.allResourcesProperties('Custom::CDKBucketDeployment', { Prune: false });
  });

  test('has hashed files for a year, and pages anew each time', () => {
    stack.hasResourceProperties('Custom::CDKBucketDeployment', {
      Include: ['assets/*'],
      Exclude: ['*'],
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    stack.hasResourceProperties('Custom::CDKBucketDeployment', {
      Exclude: ['assets/*'],
      SystemMetadata: { 'cache-control': 'no-cache' },
    });
  });
});

describe('the distribution', () => {
  test('serves the API beside the files, uncached, with every method', () => {
    const [api] = distribution()['CacheBehaviors'] as unknown as Record<string, unknown>[];
    expect(api).toMatchObject({
      PathPattern: '/v1/*',
      TargetOriginId: 'api',
      ViewerProtocolPolicy: 'https-only',
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    });
    expect(api?.['AllowedMethods']).toEqual(expect.arrayContaining(['GET', 'PUT', 'POST', 'DELETE']));
  });

  test('has the console’s host in its one spelling', () => {
    expect(distribution()['Aliases']).toEqual(['console.signpost.example']);
  });

  test('sends a policy that lets scripts and styles come from its own host alone', () => {
    const policies = stack.findResources('AWS::CloudFront::ResponseHeadersPolicy');
    const security = Object.values(policies)[0]?.['Properties'].ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    const directives = String(security.ContentSecurityPolicy.ContentSecurityPolicy).split('; ');
    expect(directives).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self' https://id.signpost.example https://auth.signpost.example",
        "frame-ancestors 'none'",
      ]),
    );
    expect(directives.join()).not.toContain('unsafe');
  });

  test('keeps an access log without paths and queries', () => {
    stack.hasResourceProperties('AWS::Logs::Delivery', {
      RecordFields: Match.not(Match.arrayWith([Match.stringLikeRegexp('query|uri')])),
    });
  });
});

describe('the function at the edge', () => {
  const rewritten = (uri: string): string =>
    runInNewContext(`${PAGES_FUNCTION}; handler({ request: { uri: ${JSON.stringify(uri)} } }).uri`);

  test.each([
    '/',
    '/signed-in',
    '/tenants/acme',
    '/tenants/acme/domains/acme.example',
  ])('makes the page of %s', (uri) => {
    expect(rewritten(uri)).toBe('/index.html');
  });

  test.each([CONFIGURATION_PATH, '/icon.svg', '/assets/index-1a2b.js'])('leaves the file %s alone', (uri) => {
    expect(rewritten(uri)).toBe(uri);
  });
});
