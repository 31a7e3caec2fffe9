import { checkTemplates } from '../../lib/infra/checks';
import { parseTemplate } from '../../lib/infra/checks/template';

type Values = Readonly<Record<string, unknown>>;

const VERSION_ARN = 'arn:aws:lambda:us-east-1:111111111111:function:edge:7';

/** A distribution without fault, with some of its settings replaced. */
function distribution(config: Values = {}): Values {
  return {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Aliases: ['acme.example'],
        Origins: [{ Id: 'edge', DomainName: 's3.us-east-1.amazonaws.com' }],
        DefaultCacheBehavior: { TargetOriginId: 'edge', CachePolicyId: 'managed' },
        ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
        ...config,
      },
    },
  };
}

const withEdge = (arn: unknown) =>
  distribution({
    DefaultCacheBehavior: {
      TargetOriginId: 'edge',
      LambdaFunctionAssociations: [{ EventType: 'origin-request', LambdaFunctionARN: arn }],
    },
  });

const withHeaders = (values: readonly unknown[]) =>
  distribution({
    Origins: [
      {
        Id: 'edge',
        OriginCustomHeaders: values.map((HeaderValue, index) => ({ HeaderName: `x-h-${index}`, HeaderValue })),
      },
    ],
  });

const withGroup = (members: readonly string[], behavior: Values = {}) =>
  distribution({
    Origins: [{ Id: 'edge' }, { Id: 'backend' }],
    OriginGroups: { Items: [{ Id: 'group', Members: { Items: members.map((OriginId) => ({ OriginId })) } }] },
    DefaultCacheBehavior: { TargetOriginId: 'group', ...behavior },
  });

const ROUTE = { Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey: 'GET /a' } };
const stageFor = (key: string, dependsOn?: unknown) => ({
  Type: 'AWS::ApiGatewayV2::Stage',
  Properties: { RouteSettings: { [key]: { ThrottlingRateLimit: 1 } } },
  DependsOn: dependsOn,
});

function faultsOf(...templates: readonly Values[]) {
  return checkTemplates(
    templates.map((Resources, index) => parseTemplate(`t${index}.json`, JSON.stringify({ Resources }))),
  );
}

const EDGE_PATH = 'DefaultCacheBehavior.LambdaFunctionAssociations.0.LambdaFunctionARN';
const HEADERS_PATH = 'Origins.0.OriginCustomHeaders';
const TLS_PATH = 'ViewerCertificate.MinimumProtocolVersion';
const EDGE_FUNCTION = { Type: 'AWS::Lambda::Function', Properties: {} };

describe('a template without fault', () => {
  test.each<[name: string, resources: Values]>([
    ['a plain distribution', { D: distribution() }],
    ['a later TLS policy', { D: distribution({ ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.3_2025' } }) }],
    ['no distribution', { Topic: { Type: 'AWS::SNS::Topic' } }],
    ['a literal version', { D: withEdge(VERSION_ARN) }],
    ['a version by parameter', { D: withEdge({ Ref: 'SsmParameter' }) }],
    ['a version of the same template', { D: withEdge({ Ref: 'V' }), V: { Type: 'AWS::Lambda::Version' } }],
    ['a number joined to a function', { F: EDGE_FUNCTION, D: withEdge({ 'Fn::Join': [':', [{ Ref: 'F' }, '3']] }) }],
    ['a number substituted after a function', { F: EDGE_FUNCTION, D: withEdge({ 'Fn::Sub': `\${F.Arn}:3` }) }],
    [
      'an origin group as target, with known members',
      {
        D: distribution({
          Origins: [{ Id: 'edge' }, { Id: 'backend' }],
          OriginGroups: {
            Quantity: 1,
            Items: [{ Id: 'group', Members: { Quantity: 2, Items: [{ OriginId: 'backend' }, { OriginId: 'edge' }] } }],
          },
          DefaultCacheBehavior: { TargetOriginId: 'group' },
        }),
      },
    ],
    [
      'an origin group of methods that it fails over for',
      { D: withGroup(['backend', 'edge'], { AllowedMethods: ['GET', 'HEAD', 'OPTIONS'] }) },
    ],
    [
      'other methods beside an origin group',
      {
        D: withGroup(['backend', 'edge'], {
          TargetOriginId: 'edge',
          AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        }),
      },
    ],
    ['a stage with limits for a route that is made first', { R: ROUTE, S: stageFor('GET /a', ['R']) }],
    ['a stage with one dependency', { R: ROUTE, S: stageFor('GET /a', 'R') }],
    [
      'ForwardedValues without a cache policy',
      { D: distribution({ DefaultCacheBehavior: { TargetOriginId: 'edge', ForwardedValues: {} } }) },
    ],
    ['30 headers', { D: withHeaders(Array.from({ length: 30 }, () => 'value')) }],
    ['a header value of 1,783 characters', { D: withHeaders(['a'.repeat(1783)]) }],
    // 6 names of 5 characters, 30 in all: 10,240 with these values.
    [
      'headers of 10,240 characters in all',
      { D: withHeaders([1702, 1702, 1702, 1702, 1701, 1701].map((n) => 'a'.repeat(n))) },
    ],
    ['a computed header value', { D: withHeaders([{ Ref: 'Something' }]) }],
    [
      'two distributions with names of their own',
      { A: distribution({ Aliases: ['a.example'] }), B: distribution({ Aliases: ['b.example'] }) },
    ],
  ])('%s', (_name, resources) => {
    expect(faultsOf(resources)).toEqual([]);
  });
});

describe('a template with a fault', () => {
  test.each<[name: string, code: string, resources: Values, path: string]>([
    [
      'SSLv3 as TLS floor',
      'template.tls-floor',
      { D: distribution({ ViewerCertificate: { MinimumProtocolVersion: 'SSLv3' } }) },
      TLS_PATH,
    ],
    [
      'a TLS floor two years too old',
      'template.tls-floor',
      { D: distribution({ ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2019' } }) },
      TLS_PATH,
    ],
    ['no TLS floor', 'template.tls-floor', { D: distribution({ ViewerCertificate: {} }) }, TLS_PATH],
    [
      "CloudFront's own certificate, which ignores the floor",
      'template.tls-floor',
      {
        D: distribution({
          ViewerCertificate: { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1.2_2021' },
        }),
      },
      TLS_PATH,
    ],
    [
      'a default behaviour on an unknown origin',
      'template.origin-unknown',
      { D: distribution({ DefaultCacheBehavior: { TargetOriginId: 'egde' } }) },
      'DefaultCacheBehavior.TargetOriginId',
    ],
    [
      'another behaviour on an unknown origin',
      'template.origin-unknown',
      { D: distribution({ CacheBehaviors: [{ TargetOriginId: 'edge' }, { TargetOriginId: 'gone' }] }) },
      'CacheBehaviors.1.TargetOriginId',
    ],
    [
      'an origin group of one origin',
      'template.origin-group',
      { D: withGroup(['edge']) },
      'OriginGroups.Items.0.Members',
    ],
    [
      'an origin group of the same origin twice',
      'template.origin-group',
      { D: withGroup(['edge', 'edge']) },
      'OriginGroups.Items.0.Members',
    ],
    [
      'a method that no origin group fails over for',
      'template.origin-group',
      { D: withGroup(['backend', 'edge'], { AllowedMethods: ['GET', 'HEAD', 'POST'] }) },
      'DefaultCacheBehavior.AllowedMethods',
    ],
    [
      'an origin group with an unknown member',
      'template.origin-unknown',
      { D: withGroup(['edge', 'gone']) },
      'OriginGroups.Items.0.Members',
    ],
    [
      'an origin group as member of an origin group',
      'template.origin-unknown',
      { D: withGroup(['edge', 'group']) },
      'OriginGroups.Items.0.Members',
    ],
    [
      'an alias on two distributions',
      'template.alias-twice',
      { A: distribution(), B: distribution({ Aliases: ['ACME.example'] }) },
      'Aliases',
    ],
    [
      'a literal edge function without version',
      'template.edge-unversioned',
      { D: withEdge('arn:aws:lambda:us-east-1:111111111111:function:edge') },
      EDGE_PATH,
    ],
    [
      'an edge function at $LATEST',
      'template.edge-unversioned',
      { D: withEdge('arn:aws:lambda:us-east-1:111111111111:function:edge:$LATEST') },
      EDGE_PATH,
    ],
    [
      'an edge function at an alias',
      'template.edge-unversioned',
      { D: withEdge('arn:aws:lambda:us-east-1:111111111111:function:edge:live') },
      EDGE_PATH,
    ],
    [
      'a reference to a function',
      'template.edge-unversioned',
      { F: EDGE_FUNCTION, D: withEdge({ Ref: 'F' }) },
      EDGE_PATH,
    ],
    [
      "a function's ARN",
      'template.edge-unversioned',
      { F: EDGE_FUNCTION, D: withEdge({ 'Fn::GetAtt': ['F', 'Arn'] }) },
      EDGE_PATH,
    ],
    [
      "a function's ARN in short form",
      'template.edge-unversioned',
      { F: EDGE_FUNCTION, D: withEdge({ 'Fn::GetAtt': 'F.Arn' }) },
      EDGE_PATH,
    ],
    [
      '$LATEST joined to a function',
      'template.edge-unversioned',
      { F: EDGE_FUNCTION, D: withEdge({ 'Fn::Join': ['', [{ 'Fn::GetAtt': ['F', 'Arn'] }, ':$LATEST']] }) },
      EDGE_PATH,
    ],
    [
      'an ARN joined up to a function',
      'template.edge-unversioned',
      { F: EDGE_FUNCTION, D: withEdge({ 'Fn::Join': ['', ['arn:aws:lambda:us-east-1:1:function:', { Ref: 'F' }]] }) },
      EDGE_PATH,
    ],
    [
      'a function substituted',
      'template.edge-unversioned',
      { F: EDGE_FUNCTION, D: withEdge({ 'Fn::Sub': `\${F.Arn}` }) },
      EDGE_PATH,
    ],
    ['an association without function', 'template.edge-unversioned', { D: withEdge(undefined) }, EDGE_PATH],
    [
      'ForwardedValues beside a cache policy',
      'template.forwarded-values',
      {
        D: distribution({
          DefaultCacheBehavior: {
            TargetOriginId: 'edge',
            CachePolicyId: 'managed',
            ForwardedValues: { QueryString: true },
          },
        }),
      },
      'DefaultCacheBehavior.ForwardedValues',
    ],
    [
      '31 headers',
      'template.header-budget',
      { D: withHeaders(Array.from({ length: 31 }, () => 'value')) },
      HEADERS_PATH,
    ],
    [
      'a header value of 1,784 characters',
      'template.header-budget',
      { D: withHeaders(['a'.repeat(1784)]) },
      HEADERS_PATH,
    ],
    [
      'headers of 10,241 characters in all',
      'template.header-budget',
      { D: withHeaders([1702, 1702, 1702, 1702, 1702, 1701].map((n) => 'a'.repeat(n))) },
      HEADERS_PATH,
    ],
    ['a header value outside ASCII', 'template.header-budget', { D: withHeaders(['Grüße']) }, HEADERS_PATH],
    ['a header value with a line break', 'template.header-budget', { D: withHeaders(['a\nb']) }, HEADERS_PATH],
  ])('%s', (_name, code, resources, path) => {
    const faults = faultsOf(resources);
    expect(faults).toEqual([expect.objectContaining({ code, path: `Properties.DistributionConfig.${path}` })]);
    expect(faults[0]?.message).toMatch(/^Cannot .*; expected /);
  });

  test.each([
    ['a route that is not there', { S: stageFor('GET /a') }, /there is no such route/],
    ['a route of another method', { R: ROUTE, S: stageFor('HEAD /a', ['R']) }, /there is no such route/],
    ['a route that may be made later', { R: ROUTE, S: stageFor('GET /a') }, /does not depend on R/],
  ])('limits for %s', (_name, resources, message) => {
    expect(faultsOf(resources)).toEqual([
      expect.objectContaining({
        code: 'template.route-unknown',
        resource: 'S',
        path: expect.stringMatching(/^Properties\.RouteSettings\.(GET|HEAD) \/a$/),
        message: expect.stringMatching(message),
      }),
    ]);
  });

  test('an alias on distributions of two templates names both', () => {
    const [fault, ...others] = faultsOf({ A: distribution() }, { B: distribution() });
    expect(others).toEqual([]);
    expect(fault).toMatchObject({ code: 'template.alias-twice', template: 't1.json', resource: 'B' });
    expect(fault?.message).toContain('t0.json A');
  });

  test('every fault of every distribution is found in one run', () => {
    const old = { ViewerCertificate: { MinimumProtocolVersion: 'TLSv1' } };
    const faults = faultsOf({ A: distribution(old), B: distribution(old) });
    expect(faults.map(({ code, resource }) => `${code} ${resource}`)).toEqual([
      'template.alias-twice B',
      'template.tls-floor A',
      'template.tls-floor B',
    ]);
  });
});
