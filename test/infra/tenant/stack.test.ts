import { Match } from 'aws-cdk-lib/assertions';
import { decodeFrontSettings } from '../../../lib/contract/front-settings';
import {
  elsewhere,
  external,
  none,
  passThrough,
  redirect,
  redirectTo,
  refuse,
  route53,
} from '../../../lib/core/tenants/authoring';
import { deliverySourceName } from '../../../lib/infra/tenant/access-log';
import { buildFleet, deployedConfig, plainTenant } from '../../support/fleet';
import { synthesize } from '../../support/synthesis';
import { masked } from '../masked';

const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const BY_ORIGIN_WITH_QUERY = '4cc15a8a-d715-48a4-82b8-cc0b614638fe';
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';
const ALL_VIEWER_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const WELL_KNOWN = '/.well-known/com.apple.remotemanagement';
const CERTIFICATE = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000001';

const fleet = buildFleet({
  config: { ...deployedConfig, tags: { product: 'signpost' } },
  tenants: {
    acme: plainTenant('acme.example', {
      domains: {
        'acme.example': { dns: route53('Z1ACME'), website: redirectTo('https://www.acme.example') },
        'acme-uk.example': { dns: external({ certificateArn: CERTIFICATE }), website: none() },
        'acme-de.example': { dns: elsewhere() },
        'acme-shop.example': { dns: route53('Z2ACME'), website: passThrough('origin.shop.example') },
      },
    }),
    globex: plainTenant('globex.example', { channel: 'canary' }),
  },
});
const { template, json, app } = synthesize(fleet);
const acme = template('Signpost-prod-Tenant-acme');
const globex = template('Signpost-prod-Tenant-globex');

type Properties = Readonly<Record<string, unknown>>;

/** The settings of the distribution that serves a domain. */
function distribution(domain: string) {
  const found = Object.values(acme.findResources('AWS::CloudFront::Distribution')).find((each) =>
    each['Properties'].DistributionConfig.Aliases.includes(domain),
  );
  return found?.['Properties'].DistributionConfig;
}

const edgeOf = (stack: typeof acme) => ({
  EventType: 'origin-request',
  LambdaFunctionARN: { Ref: Object.keys(stack.findParameters('*', { Default: Match.stringLikeRegexp('/edge/') }))[0] },
});

describe('every front', () => {
  test('is one distribution with one name', () => {
    acme.resourceCountIs('AWS::CloudFront::Distribution', 3);
    expect(distribution('acme.example').Aliases).toEqual(['acme.example']);
  });

  test('a domain that is answered elsewhere makes nothing but its declaration', () => {
    const { Declaration, ...others } = Object(json('Signpost-prod-Tenant-acme')['Resources']);
    expect(JSON.stringify(Declaration)).toContain('acme-de');
    expect(JSON.stringify(others)).not.toContain('acme-de');
  });

  test.each(['acme.example', 'acme-uk.example', 'acme-shop.example'])('%s: TLS 1.2, HTTP/2 and 3, IPv6', (domain) => {
    expect(distribution(domain)).toMatchObject({
      Enabled: true,
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
    });
  });

  test.each(['acme.example', 'acme-uk.example', 'acme-shop.example'])('%s: no error is kept in a cache', (domain) => {
    expect(distribution(domain).CustomErrorResponses).toEqual(
      [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
    );
  });

  test('needs no policy of its own, of which an account has few', () => {
    for (const type of ['CachePolicy', 'OriginRequestPolicy', 'ResponseHeadersPolicy', 'OriginAccessControl']) {
      acme.resourceCountIs(`AWS::CloudFront::${type}`, 0);
    }
    expect(JSON.stringify(acme.toJSON())).not.toMatch(/ResponseHeadersPolicyId|Strict-Transport|WebACL/);
  });
});

describe('the well-known path', () => {
  test.each(['acme.example', 'acme-uk.example', 'acme-shop.example'])('of %s goes to the edge function', (domain) => {
    expect(distribution(domain).CacheBehaviors).toEqual([
      {
        PathPattern: WELL_KNOWN,
        TargetOriginId: 'edge',
        ViewerProtocolPolicy: 'https-only',
        AllowedMethods: ['GET', 'HEAD'],
        CachePolicyId: CACHING_DISABLED,
        OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST,
        Compress: false,
        LambdaFunctionAssociations: [edgeOf(acme)],
      },
    ]);
  });

  test.each(['acme.example', 'acme-uk.example', 'acme-shop.example'])('of %s has an origin that resolves', (domain) => {
    expect(distribution(domain).Origins).toContainEqual(
      expect.objectContaining({
        Id: 'edge',
        DomainName: 's3.us-east-1.amazonaws.com',
        CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
      }),
    );
  });

  test.each([
    { channel: 'stable', stack: acme },
    { channel: 'canary', stack: globex },
  ])('runs the version of the channel $channel', ({ channel, stack }) => {
    const [id] = Object.keys(stack.findParameters('*', { Default: `/signpost/prod/edge/${channel}` }));
    stack.hasParameter(id ?? '', { Type: 'AWS::SSM::Parameter::Value<String>' });
    expect(edgeOf(stack).LambdaFunctionARN).toEqual({ Ref: id });
  });
});

describe('the origin headers', () => {
  const settingsOf = (domain: string) => {
    const origin = distribution(domain).Origins.find(({ Id }: Properties) => Id === 'edge');
    return decodeFrontSettings(origin.OriginCustomHeaders.map(({ HeaderValue }: Properties) => HeaderValue).join(''));
  };

  test.each([
    { domain: 'acme.example', website: { kind: 'redirect', to: 'https://www.acme.example/' } },
    { domain: 'acme-uk.example', website: { kind: 'none' } },
    { domain: 'acme-shop.example', website: undefined },
  ])('of $domain carry tenant, policy and website', ({ domain, website }) => {
    expect(settingsOf(domain)).toEqual({
      tenant: 'acme',
      policy: { salt: 'acme', rules: [], otherwise: { kind: 'redirect', url: `https://na1.mdm.example${WELL_KNOWN}` } },
      ...(website ? { website } : {}),
    });
  });

  test('are cut where a value is full, in order', () => {
    const message = 'We are sorry. '.repeat(35);
    const long = plainTenant('long.example', {
      discovery: {
        rules: [40, 60, 80].map((share) => ({ when: { share }, answer: refuse(message) })),
        otherwise: redirect('na1'),
      },
    });
    const stack = synthesize(buildFleet({ tenants: { long } })).template('Signpost-local-Tenant-long');
    const [front] = Object.values(stack.findResources('AWS::CloudFront::Distribution'));
    const headers: Properties[] = front?.['Properties'].DistributionConfig.Origins[0].OriginCustomHeaders;
    expect(headers.map(({ HeaderName }) => HeaderName)).toEqual(['x-signpost-policy-0', 'x-signpost-policy-1']);
    expect(String(headers[0]?.['HeaderValue'])).toHaveLength(1783);
  });
});

describe('the website', () => {
  test.each(['acme.example', 'acme-uk.example'])('of %s is answered by the edge function and cached', (domain) => {
    expect(distribution(domain).DefaultCacheBehavior).toEqual({
      TargetOriginId: 'edge',
      ViewerProtocolPolicy: 'redirect-to-https',
      AllowedMethods: ['GET', 'HEAD'],
      CachePolicyId: BY_ORIGIN_WITH_QUERY,
      Compress: false,
      LambdaFunctionAssociations: [edgeOf(acme)],
    });
  });

  test('that passes through reaches the customer as it came, without the edge function', () => {
    const { DefaultCacheBehavior, Origins } = distribution('acme-shop.example');
    expect(DefaultCacheBehavior).toEqual({
      TargetOriginId: 'website',
      ViewerProtocolPolicy: 'redirect-to-https',
      AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
      CachePolicyId: CACHING_DISABLED,
      OriginRequestPolicyId: ALL_VIEWER,
      Compress: false,
    });
    const website = Origins.find(({ Id }: Properties) => Id === 'website');
    expect(website).toMatchObject({
      DomainName: 'origin.shop.example',
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] },
    });
    expect(website).not.toHaveProperty('OriginCustomHeaders');
  });
});

describe('DNS', () => {
  test('in Route 53: a certificate by DNS', () => {
    acme.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'acme.example',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'acme.example', HostedZoneId: 'Z1ACME' }],
    });
  });

  test.each(['A', 'AAAA', 'HTTPS'])('in Route 53: an %s alias at the domain itself', (Type) => {
    acme.hasResourceProperties('AWS::Route53::RecordSet', {
      Type,
      Name: 'acme.example.',
      HostedZoneId: 'Z1ACME',
      AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.anyValue(), 'DomainName'] } },
    });
  });

  test('elsewhere: the certificate that was requested beforehand, and no record', () => {
    expect(distribution('acme-uk.example').ViewerCertificate.AcmCertificateArn).toBe(CERTIFICATE);
    acme.resourcePropertiesCountIs('AWS::Route53::RecordSet', { Name: 'acme-uk.example.' }, 0);
    acme.resourcePropertiesCountIs('AWS::CertificateManager::Certificate', { DomainName: 'acme-uk.example' }, 0);
  });
});

describe('the access log', () => {
  const deliveries = Object.values(acme.findResources('AWS::Logs::Delivery'));

  test('of every front goes to the shared destination', () => {
    const [destination] = Object.keys(acme.findParameters('*', { Default: '/signpost/prod/access-log-destination' }));
    expect(deliveries).toHaveLength(3);
    for (const { Properties } of deliveries) expect(Properties.DeliveryDestinationArn).toEqual({ Ref: destination });
  });

  test.each([
    'cs-uri-query',
    'cs-uri-stem',
    'c-ip',
    'c-port',
    'cs(Referer)',
    'cs(Cookie)',
    'cs(User-Agent)',
    'x-forwarded-for',
    'asn',
  ])('holds no %s', (field) => {
    for (const { Properties } of deliveries) {
      expect(Properties.RecordFields).not.toContain(field);
      expect(Properties.RecordFields).toContain('sc-status');
    }
  });

  test('names its source, which is made first', () => {
    const sources = acme.findResources('AWS::Logs::DeliverySource');
    for (const { Properties, DependsOn } of deliveries) {
      expect(sources[DependsOn[0]]?.['Properties']).toMatchObject({
        Name: Properties.DeliverySourceName,
        LogType: 'ACCESS_LOGS',
      });
    }
  });
});

describe('deliverySourceName', () => {
  const longest = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.example`;

  test.each([
    'a.example',
    'mail.acme.example',
    longest,
    'xn--mnchen-3ya.example',
  ])('of %s is a legal name', (domain) => {
    const name = deliverySourceName({ stage: 'a-long-stage-xyz', tenant: 'acme', domain });
    expect(name).toMatch(/^[\w-]{1,60}$/);
  });

  test.each([
    ['another stage', { stage: 'dev' }],
    ['another tenant', { tenant: 'globex' }],
    ['a domain that reads alike', { domain: 'a-b.example' }],
    ['a longer domain with the same beginning', { domain: `${longest}s` }],
  ])('differs for %s', (_name, change) => {
    const one = {
      stage: 'prod',
      tenant: 'acme',
      domain: 'domain' in change && change.domain.length > 99 ? longest : 'a.b.example',
    };
    expect(deliverySourceName({ ...one, ...change })).not.toBe(deliverySourceName(one));
  });
});

describe('the alarms', () => {
  test.each(['LambdaExecutionError', 'LambdaValidationError'])('%s of each front reaches the topic', (MetricName) => {
    const [topic] = Object.keys(acme.findParameters('*', { Default: '/signpost/prod/alarm-topic' }));
    const alarm = {
      MetricName,
      Namespace: 'AWS/CloudFront',
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: topic }],
      Dimensions: [{ Name: 'DistributionId' }, { Name: 'Region', Value: 'Global' }],
    };
    acme.resourcePropertiesCountIs('AWS::CloudWatch::Alarm', alarm, 3);
  });
});

describe('the outputs', () => {
  const outputValue = (stack: typeof acme, description: string) => {
    const [output] = Object.values(stack.findOutputs('*', { Description: description }));
    return output?.['Value'];
  };

  test('say where the domain is served, what devices ask, and how to check', () => {
    expect(outputValue(acme, "CloudFront's name for acme.example")).toEqual({
      'Fn::GetAtt': [expect.any(String), 'DomainName'],
    });
    expect(outputValue(acme, 'What devices of acme.example ask')).toBe(`https://acme.example${WELL_KNOWN}`);
    expect(outputValue(acme, 'Acts as a device of acme.example')).toBe('npx signpost device user@acme.example');
  });

  test('say the record for DNS that is not ours', () => {
    const records = acme.findOutputs('*', { Description: Match.stringLikeRegexp('Record for the DNS') });
    expect(Object.values(records).map(({ Value }) => Value)).toEqual([
      { 'Fn::Join': ['', ['acme-uk.example. ALIAS ', { 'Fn::GetAtt': [expect.any(String), 'DomainName'] }, '.']] },
    ]);
  });

  test('are no exports', () => {
    for (const output of Object.values(acme.findOutputs('*'))) expect(output).not.toHaveProperty('Export');
  });
});

describe('the Tenant stack', () => {
  test('is tagged, itself and its resources', () => {
    const tags = { product: 'signpost', stage: 'prod', tenant: 'acme' };
    expect(app.synth().getStackByName('Signpost-prod-Tenant-acme').tags).toEqual(tags);
    acme.allResourcesProperties('AWS::CloudFront::Distribution', {
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    });
  });

  test('is in us-east-1 of the stated account', () => {
    expect(app.synth().getStackByName('Signpost-prod-Tenant-acme').environment).toMatchObject({
      account: '111111111111',
      region: 'us-east-1',
    });
  });

  test('as a whole', () => {
    expect(masked(json('Signpost-prod-Tenant-acme'))).toMatchSnapshot();
  });
});
