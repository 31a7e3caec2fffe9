import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { owned, shared } from '../../../lib/core/tenants/authoring';
import type { ConfigDeclaration } from '../../../lib/core/tenants/declaration';
import { grantSharedTokens } from '../../../lib/infra/backend/permissions/shared-tokens';
import { buildFleet, deployedConfig, plainTenant } from '../../support/fleet';
import { synthesize } from '../../support/synthesis';
import { BACKEND, backend, idOf, properties } from './template';

const functionId = (name: string) => idOf('AWS::Lambda::Function', { FunctionName: `signpost-prod-${name}` });

/** A role's statement that allows this action. */
function allowing(name: string, action: string) {
  const { Role } = properties('AWS::Lambda::Function', { FunctionName: `signpost-prod-${name}` });
  const role = backend.toJSON()['Resources'][Role['Fn::GetAtt'][0]].Properties;
  const statements: { Action: string | string[] }[] = role.Policies.flatMap(
    (policy: { PolicyDocument: { Statement: unknown[] } }) => policy.PolicyDocument.Statement,
  );
  return statements.filter(({ Action }) => [Action].flat().includes(action));
}

const topic = () => {
  const [id] = Object.keys(backend.findParameters('*', { Default: '/signpost/prod/alarm-topic' }));
  return { Ref: id };
};

describe.each([
  { name: 'reconcile', schedule: 'Reconciles the ADDE URLs that are due with the desired ones' },
  { name: 'check', schedule: 'Checks the domains and fallbacks that are due' },
])('$name', ({ name, schedule }) => {
  const rule = { Description: schedule };

  test('is called every five minutes; a call that fails is not repeated', () => {
    expect(properties('AWS::Events::Rule', rule)).toMatchObject({
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      Targets: [
        {
          Arn: { 'Fn::GetAtt': [functionId(name), 'Arn'] },
          RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
        },
      ],
    });
    const FunctionName = { Ref: functionId(name) };
    expect(properties('AWS::Lambda::EventInvokeConfig', { FunctionName })).toMatchObject({
      MaximumRetryAttempts: 0,
      MaximumEventAgeInSeconds: 60,
    });
  });

  test('may be called by that schedule alone', () => {
    const FunctionName = { 'Fn::GetAtt': [functionId(name), 'Arn'] };
    expect(properties('AWS::Lambda::Permission', { FunctionName })).toMatchObject({
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [idOf('AWS::Events::Rule', rule), 'Arn'] },
    });
  });

  test('is over before it is called again, and runs once at a time', () => {
    const own = properties('AWS::Lambda::Function', { FunctionName: `signpost-prod-${name}` });
    expect(own.Timeout).toBeLessThan(5 * 60);
    expect(own.ReservedConcurrentExecutions).toBe(1);
  });
});

describe('the check', () => {
  test('reads the answers for devices, and writes into the partitions of tenants only', () => {
    const leading = (partitions: string[]) => ({
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions } },
    });
    expect(allowing('check', 'dynamodb:GetItem')).toMatchObject([leading(['TENANT#*', 'DOMAIN#*'])]);
    expect(allowing('check', 'dynamodb:PutItem')).toMatchObject([
      { Action: ['dynamodb:DeleteItem', 'dynamodb:PutItem'], ...leading(['TENANT#*']) },
    ]);
    expect(allowing('check', 'dynamodb:UpdateItem')).toEqual([]);
  });

  test('asks the index of what is due, and none else', () => {
    const text = JSON.stringify(allowing('check', 'dynamodb:Query'));
    expect(text).toContain('/index/GSI2');
    for (const name of ['GSI1', 'GSI3']) expect(text).not.toContain(name);
  });

  test('knows no secret', () => {
    expect(allowing('check', 'secretsmanager:GetSecretValue')).toEqual([]);
  });
});

describe('the reconciler', () => {
  test('reaches no item of a domain', () => {
    const [items, ...others] = allowing('reconcile', 'dynamodb:PutItem');
    expect(others).toEqual([]);
    expect(items).toMatchObject({
      Action: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['TENANT#*', 'STAGE', 'LEASE#*'] } },
    });
  });

  test('asks the indexes of tenants and of what is due', () => {
    const [query] = allowing('reconcile', 'dynamodb:Query');
    const text = JSON.stringify(query);
    for (const name of ['GSI1', 'GSI2']) expect(text).toContain(`/index/${name}`);
    expect(text).not.toContain('GSI3');
  });
});

describe.each(['api', 'reconcile'])('%s', (name) => {
  test('recognizes a restored table', () => {
    expect(allowing(name, 'dynamodb:DescribeTable')).toEqual([
      expect.objectContaining({ Resource: { 'Fn::GetAtt': [idOf('AWS::DynamoDB::GlobalTable'), 'Arn'] } }),
    ]);
  });

  test('reads the secrets of its own stage', () => {
    const resource = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:signpost/prod/*';
    expect(allowing(name, 'secretsmanager:GetSecretValue')).toEqual([expect.objectContaining({ Resource: resource })]);
  });

  test('receives topic and host, and does not write to Apple yet', () => {
    const { Environment } = properties('AWS::Lambda::Function', { FunctionName: `signpost-prod-${name}` });
    expect(Environment.Variables).toMatchObject({
      SIGNPOST_ALARM_TOPIC: topic(),
      SIGNPOST_DISCOVERY_DOMAIN: 'discovery.signpost.example',
      SIGNPOST_INITIAL_APPLE_WRITES: 'observeOnly',
    });
  });
});

describe.each(['api', 'reconcile', 'check'])('%s', (name) => {
  test('publishes to the encrypted topic, and uses its key for nothing else', () => {
    expect(allowing(name, 'sns:Publish')).toEqual([expect.objectContaining({ Resource: topic() })]);
    expect(allowing(name, 'kms:GenerateDataKey')).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: 'arn:aws:kms:us-east-1:111111111111:key/*',
        Condition: {
          StringEquals: {
            'kms:ViaService': 'sns.us-east-1.amazonaws.com',
            'kms:EncryptionContext:aws:sns:topicArn': topic(),
          },
        },
      },
    ]);
  });
});

test('only the API writes secrets, and deletes none beyond recovery', () => {
  for (const action of ['CreateSecret', 'PutSecretValue', 'DeleteSecret']) {
    expect(allowing('api', `secretsmanager:${action}`)).toHaveLength(1);
    expect(allowing('reconcile', `secretsmanager:${action}`)).toEqual([]);
  }
  expect(allowing('api', 'secretsmanager:DeleteSecret')).toEqual([
    expect.objectContaining({
      Condition: { BoolIfExists: { 'secretsmanager:ForceDeleteWithoutRecovery': 'false' } },
    }),
  ]);
});

test('in the local cloud writes to Apple are on from the start', () => {
  const local = synthesize(buildFleet({ tenants: {} })).template('Signpost-local-Backend');
  for (const name of ['api', 'reconcile']) {
    local.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: `signpost-local-${name}`,
      Environment: { Variables: Match.objectLike({ SIGNPOST_INITIAL_APPLE_WRITES: 'on' }) },
    });
  }
});

test('the key of a topic in another account is sought there', () => {
  const config = { ...deployedConfig, alarmTopicArn: 'arn:aws:sns:us-east-1:222222222222:alarms' };
  const roles = JSON.stringify(backendOf({}, config).template.findResources('AWS::IAM::Role'));
  expect(roles).toContain('arn:aws:kms:us-east-1:222222222222:key/*');
  expect(roles).not.toContain('arn:aws:kms:us-east-1:111111111111:key/*');
});

/** As many tenants as these secrets need. */
function inTenants(arns: readonly string[]): Readonly<Record<string, readonly string[]>> {
  const perTenant = 10;
  const tenants = Array.from({ length: Math.ceil(arns.length / perTenant) }, (_, index) => index * perTenant);
  return Object.fromEntries(tenants.map((start) => [`t${start}`, arns.slice(start, start + perTenant)]));
}

/** The Backend stack for tenants whose servers share these secrets, several servers to a tenant. */
function backendOf(
  secretsByTenant: Readonly<Record<string, readonly string[]>>,
  config: ConfigDeclaration = deployedConfig,
) {
  const tenants = Object.entries(secretsByTenant).map(([id, arns]) => {
    const tokens = [owned(), ...arns.map(shared)];
    const servers = Object.fromEntries(tokens.map((token, index) => [`s${index}`, { token }]));
    return [id, plainTenant(`${id}.example`, { servers })] as const;
  });
  const fleet = buildFleet({ config, tenants: Object.fromEntries(tenants) });
  const { problems, template } = synthesize(fleet);
  return {
    problems,
    get template() {
      return template(BACKEND);
    },
  };
}

const secretArn = (account: string, name: string) => `arn:aws:secretsmanager:eu-west-1:${account}:secret:${name}`;

describe('secrets that tenants share', () => {
  const own = secretArn('111111111111', 'mdm-AbCdEf');
  const foreign = secretArn('222222222222', 'mdm-GhIjKl');

  test('are read, each by its name, by the functions of registrations alone', () => {
    const { template } = backendOf({ tyrell: [foreign], acme: [own] });
    const policies = Object.values(template.findResources('AWS::IAM::ManagedPolicy'));
    const [{ PolicyDocument, Roles }, ...others] = policies.map(({ Properties }) => Properties);
    expect(others).toEqual([]);
    expect(PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: [own, foreign] },
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: 'arn:aws:kms:*:*:key/*',
        Condition: { StringLike: { 'kms:ViaService': 'secretsmanager.*.amazonaws.com' } },
      },
    ]);
    const roles = Roles.map(({ Ref }: { Ref: string }) => Ref);
    expect(roles).toEqual([expect.stringMatching(/^ApiRole/), expect.stringMatching(/^ReconcileRole/)]);
  });

  test('are the same policies whatever the order of tenants', () => {
    const policiesOf = (tenants: Readonly<Record<string, readonly string[]>>) =>
      backendOf(tenants).template.findResources('AWS::IAM::ManagedPolicy');
    expect(policiesOf({ acme: [own], tyrell: [foreign] })).toEqual(policiesOf({ acme: [foreign], tyrell: [own] }));
  });

  test('may be named without what Secrets Manager adds to a name', () => {
    const bare = secretArn('111111111111', 'mdm');
    const policies = JSON.stringify(backendOf({ acme: [bare] }).template.findResources('AWS::IAM::ManagedPolicy'));
    expect(policies).toContain(`"${bare}-??????"`);
  });

  test('are spread over policies that are short enough', () => {
    const arns = Array.from({ length: 300 }, (_, index) => secretArn('222222222222', `mdm/tenants/${index}-AbCdEf`));
    const stack = new Stack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    grantSharedTokens(stack, arns, [role]);
    const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::ManagedPolicy'));
    expect(policies.length).toBeGreaterThan(1);
    expect(policies.length).toBeLessThanOrEqual(10);
    const documents = policies.map(({ Properties }) => JSON.stringify(Properties.PolicyDocument));
    for (const document of documents) expect(document.length).toBeLessThanOrEqual(6144);
    for (const arn of arns) expect(documents.filter((document) => document.includes(`"${arn}"`))).toHaveLength(1);
  });

  test('that are too many for a role are refused before anything is built', () => {
    const arns = Array.from({ length: 150 }, (_, index) =>
      secretArn('222222222222', `${index}${'m'.repeat(400)}-AbCdEf`),
    );
    const { problems } = backendOf(inTenants(arns));
    expect(problems).toEqual([expect.objectContaining({ code: 'infrastructure.too-many-shared-tokens' })]);
    expect(problems[0]?.message).toMatch(/^Cannot build .* 150 .*; expected /);
  });
});
