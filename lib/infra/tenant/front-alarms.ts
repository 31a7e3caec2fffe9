import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { addAlarm } from '../alarm';

/** CloudFront's own metrics, kept in us-east-1 whichever edge ran the function. [documented] */
const ALARMS = [
  { id: 'EdgeExecutionErrors', metricName: 'LambdaExecutionError', what: 'threw, or ran out of time or memory' },
  { id: 'EdgeValidationErrors', metricName: 'LambdaValidationError', what: 'gave an answer that CloudFront refuses' },
] as const;

interface Settings {
  readonly domain: string;
  readonly distributionId: string;
  readonly topic: sns.ITopic;
}

/** Alarms on a faulty edge function. Not on 5xx rates, which mean nothing at three requests a day. */
export function addFrontAlarms(scope: Construct, { domain, distributionId, topic }: Settings): void {
  for (const { id, metricName, what } of ALARMS) {
    addAlarm(scope, id, {
      what: `The edge function ${what}: devices of ${domain} get a 502 or 503.`,
      metric: new cloudwatch.Metric({
        namespace: 'AWS/CloudFront',
        metricName,
        dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
        statistic: cloudwatch.Stats.SUM,
        period: Duration.minutes(5),
      }),
      threshold: 1,
      topic,
    });
  }
}
