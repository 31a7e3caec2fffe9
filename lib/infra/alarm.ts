import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Where the headings are that alarms name. */
export const RUNBOOK = 'docs/runbook.md';

interface Settings {
  /** What has happened, and what devices or people notice of it: one sentence. */
  readonly what: string;
  readonly metric: cloudwatch.IMetric;
  /** The value from which on it alarms. */
  readonly threshold: number;
  /** How many periods in a row must be that bad; one when left out. */
  readonly periods?: number;
  readonly topic: sns.ITopic;
}

/** An alarm that tells the topic. Its id is a heading of the runbook, which its description names. */
export function addAlarm(scope: Construct, id: string, settings: Settings): cloudwatch.Alarm {
  const { what, metric, threshold, periods = 1, topic } = settings;
  const alarm = new cloudwatch.Alarm(scope, id, {
    alarmDescription: `${what} What to do: ${RUNBOOK}, ${id}`,
    metric,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    // No request, no data point: most of the time on most domains.
    treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}
