import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { EmbeddedMetric } from '../../contract/metric-line';
import { checkMetrics, defectMetric } from '../../contract/names';

const PERIOD = Duration.minutes(5);
export const SUM = { period: PERIOD, statistic: cloudwatch.Stats.SUM } as const;
export const MAXIMUM = { period: PERIOD, statistic: cloudwatch.Stats.MAXIMUM } as const;
export const SLOWEST_PERCENT = { period: PERIOD, statistic: cloudwatch.Stats.p(99) } as const;

/** All operations on the table that the functions use. */
const OPERATIONS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'PutItem',
  'DeleteItem',
  'TransactGetItems',
  'TransactWriteItems',
] as const;

/** Requests that DynamoDB throttled. */
export function tableThrottles(table: dynamodb.ITableV2): cloudwatch.IMetric {
  return overAllOperations(table, 'ThrottledRequests', 'throttled');
}

/** Requests that failed within DynamoDB. */
export function tableErrors(table: dynamodb.ITableV2): cloudwatch.IMetric {
  return overAllOperations(table, 'SystemErrors', 'failed');
}

/** Visits of single servers that failed in a run that went on, and messages that the topic refused. */
export function reconcileDefects(stage: string): cloudwatch.Metric {
  return ofStage(stage, defectMetric);
}

/** The same for the check. */
export function checkDefects(stage: string): cloudwatch.Metric {
  return ofStage(stage, checkMetrics.defects);
}

/** The percentage of checks that could not observe anything; 0 where nothing was checked. */
export function blindPercent(stage: string, period: Duration): cloudwatch.MathExpression {
  const usingMetrics = {
    observations: ofStage(stage, checkMetrics.observations),
    blind: ofStage(stage, checkMetrics.blind),
  };
  const expression = 'IF(observations > 0, 100 * blind / observations, 0)';
  return new cloudwatch.MathExpression({
    expression,
    usingMetrics,
    label: 'checks without an observation, percent',
    period,
  });
}

function ofStage(stage: string, { namespace, name: metricName }: EmbeddedMetric): cloudwatch.Metric {
  return new cloudwatch.Metric({ ...SUM, namespace, metricName, dimensionsMap: { stage } });
}

/** DynamoDB counts per operation only. The ids begin with the label, so that several of these fit one graph. */
function overAllOperations(table: dynamodb.ITableV2, metricName: string, label: string): cloudwatch.MathExpression {
  const usingMetrics = Object.fromEntries(
    OPERATIONS.map((Operation) => [
      `${label}${Operation}`,
      table.metric(metricName, { ...SUM, dimensionsMap: { TableName: table.tableName, Operation } }),
    ]),
  );
  return new cloudwatch.MathExpression({
    expression: `SUM([${Object.keys(usingMetrics).join(', ')}])`,
    usingMetrics,
    label,
    period: PERIOD,
  });
}
