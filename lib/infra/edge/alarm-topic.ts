import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** An encrypted topic that alarms of this account may publish to, over TLS only. */
export class AlarmTopic extends Construct {
  readonly topicArn: string;

  constructor(scope: Construct, id: string, props: { readonly stage: string }) {
    super(scope, id);
    const { stage } = props;
    const alarms = new iam.ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    });
    // A customer managed key: CloudWatch cannot publish to a topic under the AWS managed key of SNS. [documented]
    const key = new kms.Key(this, 'Key', {
      description: `Signpost ${stage}: messages of the alarm topic`,
      enableKeyRotation: true,
    });
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [alarms],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
      }),
    );
    const topic = new sns.Topic(this, 'Topic', {
      displayName: `Signpost ${stage}`,
      masterKey: key,
      enforceSSL: true,
    });
    // This policy replaces the default one, which allowed the account's alarms.
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [alarms],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
      }),
    );
    this.topicArn = topic.topicArn;
  }
}
