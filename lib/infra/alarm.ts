import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

/** The page with a heading for every alarm. */
export const RUNBOOK = 'docs/runbook.md';

const TOO_MANY = {
  comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  // Without a request there is no data point: most of the time on most domains.
  treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
};
const TOO_FEW = {
  comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
  treatMissingData: cloudwatch.TreatMissingData.BREACHING,
};

/** One row of a table of alarms; `Source` is what its metric is read from. */
export interface AlarmRow<Source> {
  /** The construct id, and the heading of the runbook that says what to do. */
  readonly id: string;
  readonly metric: (source: Source) => cloudwatch.IMetric;
  /** The value at which it goes off; with `tooFew` it goes off below. */
  readonly threshold: number;
  /** How many periods in a row must be that bad; one when left out. */
  readonly periods?: number;
  /** For a metric that must never stop: missing data counts as too few. */
  readonly tooFew?: boolean;
  /** What has happened, and what devices or people notice of it: one sentence or two. */
  readonly means: string;
}

/** Creates the alarms of a table. */
export function addAlarms<Source>(
  scope: Construct,
  rows: readonly AlarmRow<Source>[],
  source: Source,
  topic: sns.ITopic,
): readonly cloudwatch.Alarm[] {
  return rows.map((row) => addAlarm(scope, row, source, topic));
}

function addAlarm<Source>(
  scope: Construct,
  { id, metric, threshold, periods = 1, tooFew = false, means }: AlarmRow<Source>,
  source: Source,
  topic: sns.ITopic,
): cloudwatch.Alarm {
  const alarm = new cloudwatch.Alarm(scope, id, {
    alarmDescription: `${means} What to do: ${RUNBOOK}, ${id}`,
    metric: metric(source),
    threshold,
    evaluationPeriods: periods,
    ...(tooFew ? TOO_FEW : TOO_MANY),
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}
