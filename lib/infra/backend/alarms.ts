import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { type AlarmRow, addAlarms } from '../alarm';
import { type BackendFunctions, definitions, eachFunction } from './functions';
import { SUM, tableErrors, tableThrottles } from './metrics';

/** The monitored parts of the backend. */
export interface BackendParts {
  readonly stage: string;
  readonly api: HttpApi;
  readonly functions: BackendFunctions;
  readonly table: ITableV2;
}

const API_ALARMS: readonly AlarmRow<HttpApi>[] = [
  {
    id: 'BackendServerErrors',
    metric: (api) => api.metricServerError(SUM),
    // A single request may fail by chance.
    threshold: 5,
    means:
      'The HTTP API answered with 5xx. Discovery: fronts answer with the declared policy, and Apple’s fallback fails. /v1: devices are not affected.',
  },
];

const TABLE_ALARMS: readonly AlarmRow<ITableV2>[] = [
  { id: 'TableThrottled', metric: tableThrottles, threshold: 1, means: 'DynamoDB throttled requests to the table.' },
  { id: 'TableErrors', metric: tableErrors, threshold: 1, means: 'Requests to the table failed within DynamoDB.' },
];

/** Creates all alarms of the backend, from the internet inwards; those of a function are rows of its own file. */
export function addBackendAlarms(
  scope: Construct,
  { stage, api, functions, table }: BackendParts,
  topic: sns.ITopic,
): readonly Alarm[] {
  return [
    ...addAlarms(scope, API_ALARMS, api, topic),
    ...eachFunction(functions, (target, name) =>
      addAlarms(scope, definitions[name].alarms, { stage, target }, topic),
    ).flat(),
    ...addAlarms(scope, TABLE_ALARMS, table, topic),
  ];
}
