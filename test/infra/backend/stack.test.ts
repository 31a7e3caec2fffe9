import { Match } from 'aws-cdk-lib/assertions';
import { BACKEND_FUNCTIONS } from '../../../lib/contract/backend';
import { BACKEND_ROUTES } from '../../../lib/contract/routes';
import { DISCOVERY_ATTRIBUTES } from '../../../lib/contract/table';
import { external } from '../../../lib/core/tenants/authoring';
import { buildFleet, deployedConfig } from '../../support/fleet';
import { synthesize } from '../../support/synthesis';
import { masked } from '../masked';
import { app, BACKEND, backend, idOf, json, properties } from './template';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** What the role of a function allows, besides writing its log. */
function permissionsOf(name: string): readonly Statement[] {
  const { Role } = properties('AWS::Lambda::Function', { FunctionName: `signpost-prod-${name}` });
  const role = backend.toJSON()['Resources'][Role['Fn::GetAtt'][0]].Properties;
  expect(role.ManagedPolicyArns).toBeUndefined();
  const statements: Statement[] = role.Policies.flatMap(
    (policy: { PolicyDocument: { Statement: Statement[] } }) => policy.PolicyDocument.Statement,
  );
  return statements.filter(({ Action }) => ![Action].flat().some((action) => action.startsWith('logs:')));
}

const actionsOf = (name: string) => permissionsOf(name).flatMap(({ Action }) => Action);
const ALL_OPERATIONS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'PutItem',
  'DeleteItem',
  'TransactGetItems',
  'TransactWriteItems',
];
const tableArn = { 'Fn::GetAtt': [idOf('AWS::DynamoDB::GlobalTable'), 'Arn'] };

describe('the table', () => {
  const table = properties('AWS::DynamoDB::GlobalTable');
  const [replica] = table.Replicas;

  test('is in one region, paid by request', () => {
    expect(table).toMatchObject({ TableName: 'signpost-prod', BillingMode: 'PAY_PER_REQUEST' });
    expect(table.Replicas).toHaveLength(1);
    expect(replica.Region).toBe('us-east-1');
  });

  test('can be taken back to any second of 35 days', () => {
    expect(replica.PointInTimeRecoverySpecification).toEqual({
      PointInTimeRecoveryEnabled: true,
      RecoveryPeriodInDays: 35,
    });
  });

  test('is not deleted, neither with its stack nor by hand', () => {
    backend.hasResource('AWS::DynamoDB::GlobalTable', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(replica.DeletionProtectionEnabled).toBe(true);
  });

  test('has the keys, the time to live and the four indexes of the contract', () => {
    const key = (partition: string, sort: string) => [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ];
    expect(table.KeySchema).toEqual(key('pk', 'sk'));
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: 'expiresAt', Enabled: true });
    const all = { ProjectionType: 'ALL' };
    const some = { ProjectionType: 'INCLUDE', NonKeyAttributes: ['summary', 'releasedAt'] };
    expect(table.GlobalSecondaryIndexes).toEqual(
      [all, all, all, some].map((Projection, index) => ({
        IndexName: `GSI${index + 1}`,
        KeySchema: key(`gsi${index + 1}pk`, `gsi${index + 1}sk`),
        Projection,
      })),
    );
  });
});

describe('each function', () => {
  test.each(BACKEND_FUNCTIONS)('%s runs on Node 24 and arm64, and keeps its log for a month', (name) => {
    const LogGroupName = `/aws/lambda/signpost-prod-${name}`;
    const own = properties('AWS::Lambda::Function', { FunctionName: `signpost-prod-${name}` });
    expect(own).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      LoggingConfig: { LogGroup: { Ref: idOf('AWS::Logs::LogGroup', { LogGroupName }) } },
    });
    expect(properties('AWS::Logs::LogGroup', { LogGroupName }).RetentionInDays).toBe(30);
  });

  test.each([
    { name: 'discovery', MemorySize: 256, Timeout: 4 },
    { name: 'api', MemorySize: 512, Timeout: 15 },
    { name: 'declare', MemorySize: 256, Timeout: 60 },
    { name: 'reconcile', MemorySize: 512, Timeout: 240 },
    { name: 'check', MemorySize: 1024, Timeout: 240 },
  ])('$name has $MemorySize MB and $Timeout s', ({ name, ...size }) => {
    expect(properties('AWS::Lambda::Function', { FunctionName: `signpost-prod-${name}` })).toMatchObject(size);
  });

  test.each([
    { name: 'discovery', variables: ['SIGNPOST_TABLE'] },
    {
      name: 'api',
      variables: [
        'SIGNPOST_ALARM_TOPIC',
        'SIGNPOST_AUDIENCE',
        'SIGNPOST_DISCOVERY_DOMAIN',
        'SIGNPOST_INITIAL_APPLE_WRITES',
        'SIGNPOST_ISSUER',
        'SIGNPOST_STAGE',
        'SIGNPOST_TABLE',
      ],
    },
    { name: 'declare', variables: ['SIGNPOST_STAGE', 'SIGNPOST_TABLE'] },
    {
      name: 'check',
      variables: ['SIGNPOST_ALARM_TOPIC', 'SIGNPOST_DISCOVERY_DOMAIN', 'SIGNPOST_STAGE', 'SIGNPOST_TABLE'],
    },
    {
      name: 'reconcile',
      variables: [
        'SIGNPOST_ALARM_TOPIC',
        'SIGNPOST_DISCOVERY_DOMAIN',
        'SIGNPOST_INITIAL_APPLE_WRITES',
        'SIGNPOST_STAGE',
        'SIGNPOST_TABLE',
      ],
    },
  ])('$name receives the variables that it needs and no more', ({ name, variables }) => {
    const { Environment } = properties('AWS::Lambda::Function', { FunctionName: `signpost-prod-${name}` });
    expect(Object.keys(Environment.Variables).sort()).toEqual(variables);
    expect(Environment.Variables.SIGNPOST_TABLE).toEqual({ Ref: idOf('AWS::DynamoDB::GlobalTable') });
  });

  test('leaves enough of 1,000 for the others, the edge function among them', () => {
    const reserved = BACKEND_FUNCTIONS.map(
      (name) =>
        properties('AWS::Lambda::Function', { FunctionName: `signpost-prod-${name}` }).ReservedConcurrentExecutions,
    );
    for (const each of reserved) expect(each).toBeGreaterThan(0);
    expect(reserved.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(500);
  });

  test('declare does not retry what CloudFormation no longer waits for', () => {
    const FunctionName = { Ref: idOf('AWS::Lambda::Function', { FunctionName: 'signpost-prod-declare' }) };
    expect(properties('AWS::Lambda::EventInvokeConfig', { FunctionName })).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 120,
    });
  });
});

describe('permissions', () => {
  test('discovery reads single items, only what decides, and writes nothing', () => {
    expect(permissionsOf('discovery')).toEqual([
      {
        Effect: 'Allow',
        Action: 'dynamodb:GetItem',
        Resource: tableArn,
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['DOMAIN#*', 'TENANT#*'] },
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': DISCOVERY_ATTRIBUTES },
          StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
        },
      },
    ]);
  });

  test.each([
    { name: 'api', more: ['dynamodb:DescribeTable'] },
    { name: 'declare', more: [] },
  ])('$name reads and writes items, and neither scans nor manages the table', ({ name, more }) => {
    const [items] = permissionsOf(name);
    expect(items?.Resource).toEqual(tableArn);
    expect([items?.Action].flat()).toEqual([
      'dynamodb:BatchGetItem',
      'dynamodb:ConditionCheckItem',
      'dynamodb:DeleteItem',
      ...more,
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
    ]);
  });

  test('api queries the indexes of tenants, of states and of servers', () => {
    const [, indexes] = permissionsOf('api');
    expect(indexes?.Action).toBe('dynamodb:Query');
    expect(indexes?.Resource).toEqual(
      ['GSI1', 'GSI3', 'GSI4'].map((name) => ({ 'Fn::Join': ['', [tableArn, `/index/${name}`]] })),
    );
  });

  test('declare queries no index', () => {
    expect(permissionsOf('declare')).toHaveLength(1);
  });

  test('no function may use a wildcard, but to read metrics, which have no ARN', () => {
    const roles = JSON.stringify(backend.findResources('AWS::IAM::Role'));
    backend.resourceCountIs('AWS::IAM::ManagedPolicy', 0);
    expect(BACKEND_FUNCTIONS.flatMap(actionsOf).filter((action) => action.includes('*'))).toEqual([]);
    const everything = JSON.stringify({ Action: 'cloudwatch:GetMetricData', Effect: 'Allow', Resource: '*' });
    expect(roles.split(everything)).toHaveLength(2);
    expect(roles.replace(everything, '')).not.toMatch(/"Resource":"\*"/);
    backend.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('the gateway may call a function for its own routes alone', () => {
    const Principal = 'apigateway.amazonaws.com';
    const permissions = Object.values(backend.findResources('AWS::Lambda::Permission', { Properties: { Principal } }));
    expect(permissions).toHaveLength(BACKEND_ROUTES.length);
    for (const { Properties } of permissions) {
      const [, pieces] = Properties.SourceArn['Fn::Join'];
      expect(pieces.at(-1)).toMatch(/^\/\*\/\*\/(\.well-known|t|v1)\//);
      const called = JSON.stringify(Properties.FunctionName);
      expect(called).toContain(pieces.at(-1).startsWith('/*/*/v1/') ? 'ApiFunction' : 'DiscoveryFunction');
    }
  });
});

describe('the alarms', () => {
  const alarms = Object.entries(backend.findResources('AWS::CloudWatch::Alarm'));

  test('reach the topic of the stage, by parameter', () => {
    const [topic] = Object.keys(backend.findParameters('*', { Default: '/signpost/prod/alarm-topic' }));
    backend.resourceCountIs('AWS::SNS::Topic', 0);
    for (const [, { Properties }] of alarms) expect(Properties.AlarmActions).toEqual([{ Ref: topic }]);
  });

  test('are silent where nothing happens, but for what must go on', () => {
    const loud = alarms.filter(([, { Properties }]) => Properties.TreatMissingData !== 'notBreaching');
    expect(loud.map(([id]) => id).sort()).toEqual([
      expect.stringMatching(/^CheckSilent/),
      expect.stringMatching(/^ReconcileSilent/),
    ]);
    for (const [, { Properties }] of loud)
      expect(Properties).toMatchObject({ TreatMissingData: 'breaching', ComparisonOperator: 'LessThanThreshold' });
  });

  test.each([
    { id: 'BackendServerErrors', Namespace: 'AWS/ApiGateway', MetricName: '5xx', Threshold: 5, EvaluationPeriods: 1 },
    { id: 'DiscoveryErrors', Namespace: 'AWS/Lambda', MetricName: 'Errors', Threshold: 1, EvaluationPeriods: 1 },
    { id: 'DiscoverySlow', MetricName: 'Duration', Threshold: 2500, EvaluationPeriods: 3, ExtendedStatistic: 'p99' },
    { id: 'DiscoveryThrottled', MetricName: 'Throttles', Threshold: 1, EvaluationPeriods: 1 },
    { id: 'ApiErrors', MetricName: 'Errors', Threshold: 1, EvaluationPeriods: 1 },
    { id: 'ApiThrottled', MetricName: 'Throttles', Threshold: 1, EvaluationPeriods: 1 },
    { id: 'DeclareErrors', MetricName: 'Errors', Threshold: 1, EvaluationPeriods: 1 },
    { id: 'DeclareDropped', MetricName: 'AsyncEventsDropped', Threshold: 1, EvaluationPeriods: 1 },
    { id: 'ReconcileErrors', MetricName: 'Errors', Threshold: 2, EvaluationPeriods: 1, Period: 900 },
    {
      id: 'ReconcileDefects',
      Namespace: 'Signpost',
      MetricName: 'ReconcileDefects',
      Dimensions: [{ Name: 'stage', Value: 'prod' }],
      Statistic: 'Sum',
      Threshold: 1,
      EvaluationPeriods: 2,
      Period: 900,
    },
    { id: 'ReconcileSilent', MetricName: 'Invocations', Threshold: 1, EvaluationPeriods: 2, Period: 900 },
    { id: 'CheckErrors', MetricName: 'Errors', Threshold: 2, EvaluationPeriods: 1, Period: 900 },
    {
      id: 'CheckDefects',
      Namespace: 'Signpost',
      MetricName: 'CheckDefects',
      Dimensions: [{ Name: 'stage', Value: 'prod' }],
      Statistic: 'Sum',
      Threshold: 1,
      EvaluationPeriods: 2,
      Period: 900,
    },
    { id: 'CheckBlind', Threshold: 50, EvaluationPeriods: 2 },
    { id: 'CheckSilent', MetricName: 'Invocations', Threshold: 1, EvaluationPeriods: 2, Period: 900 },
    { id: 'TableThrottled', Threshold: 1, EvaluationPeriods: 1 },
    { id: 'TableErrors', Threshold: 1, EvaluationPeriods: 1 },
  ])('$id', ({ id, ...expected }) => {
    const [, alarm] = alarms.find(([logicalId]) => logicalId.startsWith(id)) ?? [];
    expect(alarm?.['Properties']).toMatchObject(expected);
  });

  test('CheckBlind compares checks without an observation with all checks, over the time in which each domain is checked once', () => {
    const [, alarm] = alarms.find(([logicalId]) => logicalId.startsWith('CheckBlind')) ?? [];
    const metric = (Id: string, MetricName: string) =>
      expect.objectContaining({
        Id,
        MetricStat: {
          Metric: { Namespace: 'Signpost', MetricName, Dimensions: [{ Name: 'stage', Value: 'prod' }] },
          Period: 3600,
          Stat: 'Sum',
        },
      });
    expect(alarm?.['Properties'].Metrics).toEqual([
      expect.objectContaining({ Expression: 'IF(observations > 0, 100 * blind / observations, 0)' }),
      metric('observations', 'CheckObservations'),
      metric('blind', 'CheckBlindObservations'),
    ]);
  });

  test.each([
    { id: 'TableThrottled', metric: 'ThrottledRequests' },
    { id: 'TableErrors', metric: 'SystemErrors' },
  ])('$id adds up all that the functions ask', ({ id, metric }) => {
    const [, alarm] = alarms.find(([logicalId]) => logicalId.startsWith(id)) ?? [];
    const text = JSON.stringify(alarm?.['Properties'].Metrics);
    expect(text).toContain(metric);
    for (const operation of ALL_OPERATIONS) {
      expect(text).toContain(`"Value":"${operation}"`);
    }
  });
});

describe('the dashboard', () => {
  const { DashboardName, DashboardBody } = properties('AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(DashboardBody);

  test('is named by the stage', () => {
    expect(DashboardName).toBe('Signpost-prod');
  });

  test('shows every alarm of the stack', () => {
    for (const id of Object.keys(backend.findResources('AWS::CloudWatch::Alarm')))
      expect(body).toContain(`["${id}","Arn"]`);
  });

  test.each([
    'Discoveries',
    '5xx',
    'Latency',
    'Errors',
    'Throttles',
    'ConcurrentExecutions',
    'SystemErrors',
    String.raw`\"Signpost\",\"ReconcileDefects\"`,
    String.raw`\"Signpost\",\"CheckDefects\"`,
  ])('shows %s', (metric) => expect(body).toContain(metric));
});

describe('the Backend stack', () => {
  test('publishes the ARN of the declare function for other stacks', () => {
    expect(properties('AWS::SSM::Parameter')).toMatchObject({
      Name: '/signpost/prod/backend/declare-function',
      Value: { 'Fn::GetAtt': [idOf('AWS::Lambda::Function', { FunctionName: 'signpost-prod-declare' }), 'Arn'] },
    });
  });

  test.each([
    { stage: 'prod', config: deployedConfig, expected: true },
    { stage: 'local', config: { stage: 'local' }, expected: false },
  ])('in the stage $stage is protected from termination: $expected', ({ stage, config, expected }) => {
    const { app: built } = synthesize(buildFleet({ config, tenants: {} }));
    expect(built.synth().getStackByName(`Signpost-${stage}-Backend`).terminationProtection).toBe(expected);
  });

  test('is in us-east-1 of the stated account', () => {
    expect(app.synth().getStackByName(BACKEND).environment).toMatchObject({
      account: '111111111111',
      region: 'us-east-1',
    });
  });

  test('is tagged, itself and its resources', () => {
    const tags = { product: 'signpost', stage: 'prod' };
    expect(app.synth().getStackByName(BACKEND).tags).toEqual(tags);
    backend.allResourcesProperties('AWS::Lambda::Function', {
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    });
    expect(properties('AWS::ApiGatewayV2::Api').Tags).toEqual(tags);
  });

  test('is deployed after the Edge stack, which needs no other', () => {
    const dependenciesOf = (name: string) =>
      app
        .synth()
        .getStackByName(name)
        .dependencies.map(({ id }) => id)
        .filter((id) => id.startsWith('Signpost-') && !id.endsWith('.assets'));
    expect(dependenciesOf(BACKEND)).toEqual(['Signpost-prod-Edge']);
    expect(dependenciesOf('Signpost-prod-Edge')).toEqual([]);
  });

  test('with a certificate from elsewhere writes no records, and says which one to add', () => {
    const certificateArn = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000001';
    const config = { ...deployedConfig, discoveryDns: external({ certificateArn }) };
    const stack = synthesize(buildFleet({ config, tenants: {} })).template(BACKEND);
    stack.resourceCountIs('AWS::Route53::RecordSet', 0);
    stack.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    stack.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainNameConfigurations: [Match.objectLike({ CertificateArn: certificateArn })],
    });
    const [output] = Object.values(stack.findOutputs('*', { Description: Match.stringLikeRegexp('Record for') }));
    expect(output?.['Value']).toEqual({
      'Fn::Join': [
        '',
        ['discovery.signpost.example. CNAME ', { 'Fn::GetAtt': [expect.any(String), 'RegionalDomainName'] }, '.'],
      ],
    });
  });

  test('as a whole', () => {
    expect(masked(json(BACKEND))).toMatchSnapshot();
  });
});
