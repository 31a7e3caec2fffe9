import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmRow } from '../alarm';

interface MonitoredFront {
  readonly distributionId: string;
}

/** Alarms on a faulty edge function. There is none on 5xx rates, which mean nothing at three requests a day. */
export function frontAlarms(domain: string): readonly AlarmRow<MonitoredFront>[] {
  return [
    {
      id: 'EdgeExecutionErrors',
      metric: sumOf('LambdaExecutionError'),
      threshold: 1,
      means: `The edge function threw, or ran out of time or memory: devices of ${domain} receive a 503.`,
    },
    {
      id: 'EdgeValidationErrors',
      metric: sumOf('LambdaValidationError'),
      threshold: 1,
      means: `The edge function gave an answer that CloudFront refuses: devices of ${domain} receive a 502.`,
    },
  ];
}

/** CloudFront's own metrics, kept in us-east-1 whichever edge ran the function. [documented] */
function sumOf(metricName: string) {
  return ({ distributionId }: MonitoredFront) =>
    new cloudwatch.Metric({
      namespace: 'AWS/CloudFront',
      metricName,
      dimensionsMap: { DistributionId: distributionId, Region: 'Global' },
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(5),
    });
}
