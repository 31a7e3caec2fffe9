import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { REGION } from '../../contract/names';
import type { Config } from '../../core/tenants/fleet';
import { acknowledgeWildcard } from '../acknowledge';

/** What a function may do that tells people. Whoever publishes to an encrypted topic must be allowed its key. [documented] */
// rule: iam.kms-topic-context
export function allowNotices(scope: Construct, config: Config, topicArn: string): iam.PolicyStatement[] {
  return [
    new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [topicArn] }),
    new iam.PolicyStatement({
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [topicKeys(config, Stack.of(scope).account)],
      conditions: {
        StringEquals: {
          'kms:ViaService': `sns.${REGION}.amazonaws.com`,
          'kms:EncryptionContext:aws:sns:topicArn': topicArn,
        },
      },
    }),
  ];
}

/** Accepts what `tellPeople` leaves open, in the words of cdk-nag. */
export function acknowledgeTopicKeys(role: iam.Role, config: Config): void {
  const reason = 'The key is that of the alarm topic, whose id another stack or account knows; SNS alone may use it.';
  acknowledgeWildcard(role, topicKeys(config, spelledAccount(role)), reason);
}

/** Every key of the account that the topic is in, which the configuration may name. */
function topicKeys({ alarmTopicArn }: Config, account: string): string {
  return `arn:aws:kms:${REGION}:${alarmTopicArn?.split(':')[4] ?? account}:key/*`;
}

/** Findings are named by the resource, with the account as cdk-nag spells a reference. */
export function spelledAccount(scope: Construct): string {
  const { account } = Stack.of(scope);
  return Token.isUnresolved(account) ? '<AWS::AccountId>' : account;
}
