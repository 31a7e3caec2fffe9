import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { EmbeddedMetric } from '../../contract/metric-line';
import { checkMetrics, defectMetric } from '../../contract/names';
import type { BackendFunctions } from './functions';

/** What the backend is made of, as far as it is watched. */
export interface BackendParts {
  readonly stage: string;
  readonly api: HttpApi;
  readonly functions: BackendFunctions;
  readonly table: dynamodb.ITableV2;
}

const PERIOD = Duration.minutes(5);
export const SUM = { period: PERIOD, statistic: cloudwatch.Stats.SUM } as const;
export const MAXIMUM = { period: PERIOD, statistic: cloudwatch.Stats.MAXIMUM } as const;
export const SLOWEST_PERCENT = { period: PERIOD, statistic: cloudwatch.Stats.p(99) } as const;

/** All that the functions ask of the table. */
const OPERATIONS = [
  'GetItem',
  'BatchGetItem',
  'Query',
  'PutItem',
  'DeleteItem',
  'TransactGetItems',
  'TransactWriteItems',
] as const;

/** Requests that the table turned away, being asked too much. */
export function tableThrottles(table: dynamodb.ITableV2): cloudwatch.IMetric {
  return overAllOperations(table, 'ThrottledRequests', 'throttled');
}

/** Requests that failed within DynamoDB. */
export function tableErrors(table: dynamodb.ITableV2): cloudwatch.IMetric {
  return overAllOperations(table, 'SystemErrors', 'failed');
}

/** Visits of the reconciler that broke off, while the others of the same run went on, and messages that were refused. */
export function reconcileDefects(stage: string): cloudwatch.Metric {
  return ofStage(stage, defectMetric);
}

/** The same of the check. */
export function checkDefects(stage: string): cloudwatch.Metric {
  return ofStage(stage, checkMetrics.defects);
}

/** Of a hundred looks of the check, those that saw nothing; 0 where nothing was looked at. */
export function blindPercent(stage: string, period: Duration): cloudwatch.MathExpression {
  const usingMetrics = {
    observations: ofStage(stage, checkMetrics.observations),
    blind: ofStage(stage, checkMetrics.blind),
  };
  const expression = 'IF(observations > 0, 100 * blind / observations, 0)';
  return new cloudwatch.MathExpression({ expression, usingMetrics, label: 'blind looks, percent', period });
}

function ofStage(stage: string, { namespace, name: metricName }: EmbeddedMetric): cloudwatch.Metric {
  return new cloudwatch.Metric({ ...SUM, namespace, metricName, dimensionsMap: { stage } });
}

/** DynamoDB counts by operation alone. The ids begin with the label, so that several of these fit one graph. */
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
