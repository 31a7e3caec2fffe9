import { buildDeployment } from '../../../lib/local/assembly/build-deployment';
import type { Assembly } from '../../../lib/local/assembly/read-assembly';
import type { Deployment } from '../../../lib/local/deployment';
import { assembly, edgeStack, stack, tenantStack } from '../templates';

function built(of: Assembly): Deployment {
  const deployment = buildDeployment(of);
  if (!deployment.ok) throw new Error(JSON.stringify(deployment.problems));
  return deployment.value;
}

/** Code and place of every problem. */
function problemsOf(of: Assembly): string[] {
  const deployment = buildDeployment(of);
  if (deployment.ok) return [];
  return deployment.problems.map(({ code, where }) => [code, where?.file, where?.path].filter(Boolean).join(' '));
}

const VERSION = 'arn:aws:lambda:us-east-1:111111111111:function:signpost-local-edge:1';

describe('buildDeployment', () => {
  test('follows an SSM parameter from one stack to the function of another', () => {
    const { distributions, functions } = built(assembly(edgeStack(), tenantStack()));
    expect(distributions[0]?.behaviours[0]?.originRequestFunction).toBe(VERSION);
    expect(functions.get(VERSION.slice(0, -2))).toMatchObject({
      arn: VERSION.slice(0, -2),
      name: 'signpost-local-edge',
      directory: '/nowhere/asset.code',
      handler: 'index.handler',
      memoryMegabytes: 128,
      timeoutSeconds: 5,
    });
  });

  test('takes a version by its number', () => {
    const literal = { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Function', 'Arn'] }, ':42']] };
    const { distributions } = built(assembly(edgeStack({}, literal), tenantStack()));
    expect(distributions[0]?.behaviours[0]?.originRequestFunction).toBe(VERSION.replace(/1$/, '42'));
  });

  test('gives an origin and a behaviour what they leave out', () => {
    const [distribution] = built(assembly(edgeStack(), tenantStack())).distributions;
    expect(distribution?.origins.get('edge')).toMatchObject({ httpsPort: 443, readTimeoutSeconds: 30, path: '' });
    expect(distribution?.behaviours).toMatchObject([
      { pathPattern: '*', allowedMethods: ['GET', 'HEAD'], cachedMethods: ['GET', 'HEAD'] },
    ]);
  });

  test('reads certificates and records', () => {
    const target = { DNSName: { 'Fn::GetAtt': ['Distribution', 'DomainName'] }, HostedZoneId: 'Z2FDTNDATAQYW2' };
    const { certificates, records, distributions } = built(
      assembly(
        edgeStack(),
        tenantStack(
          { ViewerCertificate: { AcmCertificateArn: { Ref: 'Certificate' } } },
          {},
          {
            Certificate: {
              Type: 'AWS::CertificateManager::Certificate',
              Properties: { DomainName: 'Acme.example', SubjectAlternativeNames: ['acme.example', 'b.example'] },
            },
            A: {
              Type: 'AWS::Route53::RecordSet',
              Properties: { Name: 'ACME.example.', Type: 'A', HostedZoneId: 'Z1', AliasTarget: target },
            },
          },
        ),
      ),
    );
    const [distribution] = distributions;
    expect(certificates.get(distribution?.viewerCertificate?.arn ?? '')?.names).toEqual(['acme.example', 'b.example']);
    expect(records).toEqual([
      { name: 'acme.example', type: 'A', target: distribution?.domainName, targetZoneId: 'Z2FDTNDATAQYW2' },
    ]);
  });
});

describe('buildDeployment refuses', () => {
  const TENANT = 'Signpost-local-Tenant-acme.template.json';
  const CONFIG = 'Resources.Distribution.Properties.DistributionConfig';
  const resource = (type: string, properties = {}) => ({ Extra: { Type: type, Properties: properties } });

  test.each<[string, Assembly, string[]]>([
    [
      'an unknown resource type',
      assembly(edgeStack(), tenantStack({}, {}, resource('AWS::S3::Bucket'))),
      [`local.resource-type ${TENANT} Resources.Extra`],
    ],
    [
      'a resource type that is a name of the language',
      assembly(edgeStack(), tenantStack({}, {}, resource('constructor'))),
      [`local.resource-type ${TENANT} Resources.Extra`],
    ],
    [
      'an unknown property',
      assembly(edgeStack(), tenantStack({ WebACLId: 'x' })),
      [`local.property ${TENANT} ${CONFIG}.WebACLId`],
    ],
    [
      'an unknown property deep inside',
      assembly(edgeStack(), tenantStack({ CustomErrorResponses: [{ ErrorCode: 404, ResponsePagePath: '/x' }] })),
      [`local.property ${TENANT} ${CONFIG}.CustomErrorResponses[0].ResponsePagePath`],
    ],
    [
      'an unknown attribute of a resource',
      assembly(edgeStack(), tenantStack({}, {}, { Extra: { Type: 'AWS::SNS::Topic', Condition: 'c' } })),
      [`local.property ${TENANT} Resources.Extra.Condition`],
    ],
    [
      'a value that is not imitated',
      assembly(edgeStack(), tenantStack({}, { CachePolicyId: '00000000-0000-0000-0000-000000000000' })),
      [`local.value ${TENANT} ${CONFIG}.DefaultCacheBehavior.CachePolicyId`],
    ],
    [
      'a property of another shape',
      assembly(edgeStack(), tenantStack({ Origins: 'none' })),
      [`local.value ${TENANT} ${CONFIG}.Origins`],
    ],
    [
      'an unknown intrinsic, even where nothing takes effect',
      assembly(edgeStack(), tenantStack({ Comment: { 'Fn::ImportValue': 'x' } })),
      [`local.intrinsic ${TENANT} ${CONFIG}.Comment`],
    ],
    [
      'an unknown section',
      assembly(stack('S', { Conditions: {}, Resources: {} })),
      ['local.section S.template.json Conditions'],
    ],
    ['another region', assembly(stack('S', {}, 'eu-west-1')), ['local.region S.template.json']],
    ['an SSM parameter that no stack writes', assembly(tenantStack()), [`local.parameter-missing ${TENANT}`]],
    [
      'a reference that leads nowhere',
      assembly(edgeStack(), tenantStack({ Aliases: [{ Ref: 'Missing' }] })),
      [`local.reference ${TENANT} Resources.Distribution`],
    ],
    [
      'a resource that refers to itself',
      assembly(edgeStack({}, { 'Fn::GetAtt': ['Stable', 'Value'] })),
      ['local.reference Signpost-local-Edge.template.json Resources.Stable'],
    ],
    [
      'a version that is $LATEST',
      assembly(edgeStack({}, `${VERSION.slice(0, -1)}$LATEST`), tenantStack()),
      ['local.function'],
    ],
    ['a function without a version', assembly(edgeStack({}, VERSION.slice(0, -2)), tenantStack()), ['local.function']],
    [
      'a function that is not among the stacks',
      assembly(edgeStack({}, VERSION.replace('-edge', '-x')), tenantStack()),
      ['local.function'],
    ],
    [
      'a behaviour without an origin',
      assembly(edgeStack(), tenantStack({}, { TargetOriginId: 'nowhere' })),
      [`local.origin ${TENANT} Resources.Distribution`],
    ],
    [
      'an alias on two distributions',
      assembly(edgeStack(), tenantStack(), { ...tenantStack(), name: 'Other', file: 'other.template.json' }),
      ['local.alias'],
    ],
    [
      'everything at once',
      assembly(edgeStack(resource('AWS::S3::Bucket')), tenantStack({ WebACLId: 'x', Logging: {} })),
      [
        'local.resource-type Signpost-local-Edge.template.json Resources.Extra',
        `local.property ${TENANT} ${CONFIG}.WebACLId`,
        `local.property ${TENANT} ${CONFIG}.Logging`,
      ],
    ],
  ])('%s', (_name, of, expected) => {
    expect(problemsOf(of)).toEqual(expected);
  });

  test('code that is not among the assets', () => {
    expect(problemsOf({ ...assembly(edgeStack()), assets: new Map() })).toEqual([
      'local.asset Signpost-local-Edge.template.json Resources.Function',
    ]);
  });

  test('a missing parameter with the stack that writes it', () => {
    const deployment = buildDeployment(assembly(tenantStack()));
    expect(deployment.ok ? '' : deployment.problems[0]?.message).toContain(
      '"/signpost/local/edge/stable" that it reads; expected "Signpost-local-Edge", deployed first, to write it',
    );
  });
});
