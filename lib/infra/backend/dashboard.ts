import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { discoveryMetric } from '../../contract/names';
import type { BackendParts } from './alarms';
import { eachFunction } from './functions';
import { checkDefects, MAXIMUM, reconcileDefects, SLOWEST_PERCENT, SUM, tableErrors, tableThrottles } from './metrics';

/** One page that shows whether devices are answered, and if not, which part fails: from the internet inwards. */
export function backendDashboard(
  scope: Construct,
  parts: BackendParts,
  alarms: readonly cloudwatch.IAlarm[],
): cloudwatch.Dashboard {
  const { stage, api, functions, table } = parts;
  const graph = (title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) =>
    new cloudwatch.GraphWidget({ title, left, right, width: 12, height: 6, leftYAxis: { min: 0 } });
  return new cloudwatch.Dashboard(scope, 'Dashboard', {
    dashboardName: `Signpost-${stage}`,
    widgets: [
      [new cloudwatch.AlarmStatusWidget({ title: 'Alarms of the backend', alarms: [...alarms], width: 24, height: 3 })],
      [
        graph('Answers (backend, and edges in us-east-1)', [answers()]),
        graph(
          'HTTP API',
          [api.metricCount(SUM), api.metricClientError(SUM), api.metricServerError(SUM)],
          [api.metricLatency(SLOWEST_PERCENT)],
        ),
      ],
      [
        graph('Errors and throttles', [
          ...eachFunction(functions, (target, name) => target.metricErrors({ ...SUM, label: `${name} errors` })),
          ...eachFunction(functions, (target, name) => target.metricThrottles({ ...SUM, label: `${name} throttles` })),
          reconcileDefects(stage),
          checkDefects(stage),
        ]),
        graph(
          'Duration, slowest percent',
          eachFunction(functions, (target, name) => target.metricDuration({ ...SLOWEST_PERCENT, label: name })),
        ),
      ],
      [
        graph(
          'At once',
          eachFunction(functions, (target, name) => target.metric('ConcurrentExecutions', { ...MAXIMUM, label: name })),
        ),
        graph(
          'Table',
          [table.metricConsumedReadCapacityUnits(SUM), table.metricConsumedWriteCapacityUnits(SUM)],
          [tableThrottles(table), tableErrors(table)],
        ),
      ],
    ],
  });
}

/** All metrics by answer and family. */
function answers(): cloudwatch.MathExpression {
  const { namespace, name, dimensions } = discoveryMetric;
  const schema = [namespace, ...dimensions].join(',');
  return new cloudwatch.MathExpression({
    expression: `SEARCH('{${schema}} MetricName="${name}"', 'Sum')`,
    usingMetrics: {},
    label: '',
    period: Duration.minutes(5),
  });
}
