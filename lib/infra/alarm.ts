import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** Where the headings are that alarms name. */
export const RUNBOOK = 'docs/runbook.md';

const TOO_MANY = {
  comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  // No request, no data point: most of the time on most domains.
  treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
};
const TOO_FEW = {
  comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
  treatMissingData: cloudwatch.TreatMissingData.BREACHING,
};

interface Settings {
  /** What has happened, and what devices or people notice of it: one sentence. */
  readonly what: string;
  readonly metric: cloudwatch.IMetric;
  /** The value from which on it alarms; with `tooFew` the value below which it does. */
  readonly threshold: number;
  /** How many periods in a row must be that bad; one when left out. */
  readonly periods?: number;
  /** For what must go on happening: no data are too few as well. */
  readonly tooFew?: boolean;
  readonly topic: sns.ITopic;
}

/** An alarm that tells the topic. Its id is a heading of the runbook, which its description names. */
export function addAlarm(scope: Construct, id: string, settings: Settings): cloudwatch.Alarm {
  const { what, metric, threshold, periods = 1, tooFew = false, topic } = settings;
  const alarm = new cloudwatch.Alarm(scope, id, {
    alarmDescription: `${what} What to do: ${RUNBOOK}, ${id}`,
    metric,
    threshold,
    evaluationPeriods: periods,
    ...(tooFew ? TOO_FEW : TOO_MANY),
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}
