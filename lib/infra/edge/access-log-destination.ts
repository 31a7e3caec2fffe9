import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** The destination of all fronts' access logs: one log group, kept for a month. */
export class AccessLogDestination extends Construct {
  /** ARN of the delivery destination, which each front's delivery names. */
  readonly destinationArn: string;

  constructor(scope: Construct, id: string, props: { readonly stage: string }) {
    super(scope, id);
    const group = new logs.LogGroup(this, 'LogGroup', {
      // The prefix keeps a delivery from adding to the account's resource policies, which have a size limit. [documented]
      logGroupName: `/aws/vendedlogs/signpost/${props.stage}/access`,
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    allowDelivery(group);
    const destination = new logs.CfnDeliveryDestination(this, 'Destination', {
      name: `signpost-${props.stage}-access`,
      destinationResourceArn: group.logGroupArn,
      outputFormat: 'json',
    });
    this.destinationArn = destination.attrArn;
  }
}

/** Written here rather than by the first delivery, so that the deploying role needs no right to write log policies. */
function allowDelivery(group: logs.LogGroup): void {
  const { account, region, partition } = Stack.of(group);
  group.addToResourcePolicy(
    new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      // The ARN of a group ends in `:*`, which covers its streams.
      resources: [group.logGroupArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
      },
    }),
  );
}
