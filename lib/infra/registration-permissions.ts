import { Stack, Token, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { BackendFunction } from '../contract/backend';
import { REGION } from '../contract/names';
import { ownedSecretPrefix, REGISTRATION_FUNCTIONS } from '../contract/registration';
import type { Config } from '../core/tenants/fleet';

interface Registrations {
  readonly name: BackendFunction;
  readonly config: Config;
  readonly alarmTopicArn: string;
}

/** What a function may do for registrations, besides the table: tell people, and keep owned server tokens. */
export function registrationPermissions(scope: Construct, parts: Registrations): iam.PolicyStatement[] {
  const { name, config, alarmTopicArn } = parts;
  if (!REGISTRATION_FUNCTIONS.includes(name)) return [];
  const { account } = Stack.of(scope);
  const tokens = [ownedTokens(config, account)];
  const readTokens = new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: tokens });
  // Keys and tokens are exchanged on a person's word alone.
  const ownTokens = name === 'api' ? keepTokens(tokens) : [readTokens];
  return [...ownTokens, ...tellPeople(config, account, alarmTopicArn)];
}

function keepTokens(resources: string[]): iam.PolicyStatement[] {
  const actions = ['GetSecretValue', 'PutSecretValue', 'CreateSecret'].map((action) => `secretsmanager:${action}`);
  return [
    new iam.PolicyStatement({ actions, resources }),
    new iam.PolicyStatement({
      actions: ['secretsmanager:DeleteSecret'],
      resources,
      // What was deleted can be brought back for a time.
      // rule: iam.force-delete
      conditions: { BoolIfExists: { 'secretsmanager:ForceDeleteWithoutRecovery': 'false' } },
    }),
  ];
}

/** Whoever publishes to an encrypted topic must be allowed its key as well. [documented] */
// rule: iam.kms-topic-context
function tellPeople(config: Config, account: string, topicArn: string): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topicArn] }),
    new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [topicKeys(config, account)],
      conditions: {
        StringEquals: {
          'kms:ViaService': `sns.${REGION}.amazonaws.com`,
          'kms:EncryptionContext:aws:sns:topicArn': topicArn,
        },
      },
    }),
  ];
}

/** Accepts what `registrationPermissions` leaves open, in the words of cdk-nag. */
export function acknowledgeRegistrations(role: iam.Role, config: Config): void {
  const { account } = Stack.of(role);
  // Findings are named by the resource, with the account as cdk-nag spells a reference.
  const spelled = Token.isUnresolved(account) ? '<AWS::AccountId>' : account;
  acknowledgeWildcard(
    role,
    ownedTokens(config, spelled),
    'There is a secret per server, made when it is first needed.',
  );
  const reason = 'The key is that of the alarm topic, whose id another stack or account knows; SNS alone may use it.';
  acknowledgeWildcard(role, topicKeys(config, spelled), reason);
}

function ownedTokens({ stage }: Config, account: string): string {
  return `arn:aws:secretsmanager:${REGION}:${account}:secret:${ownedSecretPrefix(stage)}*`;
}

/** Every key of the account that the topic is in, which the configuration may name. */
function topicKeys({ alarmTopicArn }: Config, account: string): string {
  return `arn:aws:kms:${REGION}:${alarmTopicArn?.split(':')[4] ?? account}:key/*`;
}

/** Accepts one resource with a wildcard, as cdk-nag spells it. */
export function acknowledgeWildcard(scope: Construct, resource: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`, reason });
}
