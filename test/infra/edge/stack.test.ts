import { Match } from 'aws-cdk-lib/assertions';
import { buildFleet, deployedConfig } from '../../support/fleet';
import { edgeAsset, synthesize } from '../../support/synthesis';
import { masked } from '../masked';

const fleet = buildFleet({ config: { ...deployedConfig, tags: { product: 'signpost' } }, tenants: {} });
const { template, json, app } = synthesize(fleet);
const edge = template('Signpost-prod-Edge');

/** The value of an SSM parameter, as the template says it. */
function parameter(of: typeof edge, name: string): unknown {
  const found = of.findResources('AWS::SSM::Parameter', { Properties: { Name: name } });
  return Object.values(found)[0]?.['Properties']?.Value;
}

describe('the edge function', () => {
  test('is small, plain and of a fixed name', () => {
    edge.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'signpost-prod-edge',
      Runtime: 'nodejs24.x',
      MemorySize: 128,
      Timeout: 5,
      Architectures: ['x86_64'],
      Handler: 'index.handler',
      Environment: Match.absent(),
      TracingConfig: Match.absent(),
      VpcConfig: Match.absent(),
      Layers: Match.absent(),
      LoggingConfig: Match.absent(),
    });
  });

  test.each(['AWS::Lambda::Function', 'AWS::Lambda::Version'])('%s is retained', (type) => {
    edge.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    edge.resourceCountIs(type, 1);
  });

  test('may write its own logs and nothing else', () => {
    edge.resourceCountIs('AWS::IAM::Policy', 0);
    edge.resourceCountIs('AWS::IAM::Role', 1);
    edge.hasResourceProperties('AWS::IAM::Role', {
      ManagedPolicyArns: Match.absent(),
      AssumeRolePolicyDocument: {
        Statement: [{ Principal: { Service: ['edgelambda.amazonaws.com', 'lambda.amazonaws.com'] } }],
      },
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Effect: 'Allow',
                Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
                Resource: [
                  'arn:aws:logs:*:111111111111:log-group:/aws/lambda/us-east-1.signpost-prod-edge:*',
                  'arn:aws:logs:us-east-1:111111111111:log-group:/aws/lambda/signpost-prod-edge:*',
                ],
              },
            ],
          },
        },
      ],
    });
  });

  test.each([
    '/aws/lambda/us-east-1.signpost-prod-edge',
    '/aws/lambda/signpost-prod-edge',
  ])('keeps the logs of %s for a month', (LogGroupName) =>
    edge.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName, RetentionInDays: 30 }));

  test('gets a new version by new code alone', () => {
    const versionOf = (code: string) =>
      Object.keys(
        synthesize(fleet, { edge: edgeAsset(code) })
          .template('Signpost-prod-Edge')
          .findResources('AWS::Lambda::Version'),
      );
    expect(versionOf('export const handler = 1;')).toEqual(versionOf('export const handler = 1;'));
    expect(versionOf('export const handler = 1;')).not.toEqual(versionOf('export const handler = 2;'));
  });
});

describe('the channels', () => {
  const version = { Ref: Object.keys(edge.findResources('AWS::Lambda::Version'))[0] };

  test('canary is the newest version', () => {
    expect(parameter(edge, '/signpost/prod/edge/canary')).toEqual(version);
  });

  test('stable is the newest version when no other is stated', () => {
    expect(parameter(edge, '/signpost/prod/edge/stable')).toEqual(version);
  });

  test('stable is the stated version', () => {
    const pinned = buildFleet({ config: { ...deployedConfig, edge: { stable: 7 } }, tenants: {} });
    const stack = synthesize(pinned).template('Signpost-prod-Edge');
    const functionId = Object.keys(stack.findResources('AWS::Lambda::Function'))[0];
    expect(parameter(stack, '/signpost/prod/edge/stable')).toEqual({
      'Fn::Join': ['', [{ 'Fn::GetAtt': [functionId, 'Arn'] }, ':7']],
    });
    expect(parameter(stack, '/signpost/prod/edge/canary')).toEqual({ Ref: expect.any(String) });
  });
});

describe('the alarm topic', () => {
  test('is encrypted with a key that alarms may use', () => {
    const keyId = Object.keys(edge.findResources('AWS::KMS::Key'))[0];
    edge.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: { 'Fn::GetAtt': [keyId, 'Arn'] } });
    edge.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
          }),
        ]),
      },
    });
  });

  test('accepts the alarms of this account, and no message without TLS', () => {
    edge.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
          }),
        ],
      },
    });
  });

  test('is the stated one where there is one', () => {
    const alarmTopicArn = 'arn:aws:sns:us-east-1:111111111111:alarms';
    const stack = synthesize(buildFleet({ config: { ...deployedConfig, alarmTopicArn }, tenants: {} })).template(
      'Signpost-prod-Edge',
    );
    stack.resourceCountIs('AWS::SNS::Topic', 0);
    stack.resourceCountIs('AWS::KMS::Key', 0);
    expect(parameter(stack, '/signpost/prod/alarm-topic')).toBe(alarmTopicArn);
  });
});

describe('the access log', () => {
  test('goes to one group that is kept for a month', () => {
    edge.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/vendedlogs/signpost/prod/access',
      RetentionInDays: 30,
    });
    edge.hasResourceProperties('AWS::Logs::DeliveryDestination', { Name: 'signpost-prod-access' });
    const destination = Object.keys(edge.findResources('AWS::Logs::DeliveryDestination'))[0];
    expect(parameter(edge, '/signpost/prod/access-log-destination')).toEqual({ 'Fn::GetAtt': [destination, 'Arn'] });
  });

  test('is written by log delivery alone', () => {
    const [policy] = Object.values(edge.findResources('AWS::Logs::ResourcePolicy'));
    const text = JSON.stringify(policy);
    expect(text).toContain('delivery.logs.amazonaws.com');
    expect(text).toContain('logs:PutLogEvents');
    expect(text).not.toContain('log-stream');
  });
});

describe('the Edge stack', () => {
  test.each([
    { stage: 'prod', config: deployedConfig, expected: true },
    { stage: 'local', config: { stage: 'local' }, expected: false },
  ])('in the stage $stage is protected from termination: $expected', ({ stage, config, expected }) => {
    const { app: built } = synthesize(buildFleet({ config, tenants: {} }));
    expect(built.synth().getStackByName(`Signpost-${stage}-Edge`).terminationProtection).toBe(expected);
  });

  test('is in us-east-1 of the stated account', () => {
    expect(app.synth().getStackByName('Signpost-prod-Edge').environment).toMatchObject({
      account: '111111111111',
      region: 'us-east-1',
    });
  });

  test('is tagged, itself and its resources', () => {
    expect(app.synth().getStackByName('Signpost-prod-Edge').tags).toEqual({ product: 'signpost', stage: 'prod' });
    edge.hasResourceProperties('AWS::Lambda::Function', {
      Tags: [
        { Key: 'product', Value: 'signpost' },
        { Key: 'stage', Value: 'prod' },
      ],
    });
  });

  test('exports nothing', () => {
    expect(json('Signpost-prod-Edge')['Outputs']).toBeUndefined();
  });

  test('as a whole', () => {
    expect(masked(json('Signpost-prod-Edge'))).toMatchSnapshot();
  });
});
