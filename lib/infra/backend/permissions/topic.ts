import * as iam from 'aws-cdk-lib/aws-iam';
import { REGION } from '../../../contract/names';
import { spelledAccount } from '../../acknowledge';
import type { Grant, PermissionContext } from '../functions/definition';

/** Publishes to the alarm topic. The publisher to an encrypted topic needs its key as well. [documented] */
// rule: iam.kms-topic-context
export function publishNotices({ config, account, alarmTopicArn }: PermissionContext): Grant {
  // Every key of the topic's account, which the configuration may name.
  const keys = (accountId: string) => `arn:aws:kms:${REGION}:${config.alarmTopicArn?.split(':')[4] ?? accountId}:key/*`;
  const reason = 'Only the account of the alarm topic knows the id of its key; the condition allows SNS alone.';
  return {
    statements: [
      new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [alarmTopicArn] }),
      new iam.PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [keys(account)],
        conditions: {
          StringEquals: {
            'kms:ViaService': `sns.${REGION}.amazonaws.com`,
            'kms:EncryptionContext:aws:sns:topicArn': alarmTopicArn,
          },
        },
      }),
    ],
    wildcards: [{ resource: keys(spelledAccount(account)), reason }],
  };
}
