import * as iam from 'aws-cdk-lib/aws-iam';
import { INDEXES } from '../../../contract/table';
import { SUM } from '../metrics';
import { manageOwnedTokens } from '../permissions/owned-tokens';
import { queryIndexes, READ_ITEMS, READ_TABLE_ID, useItems, WRITE_ITEMS } from '../permissions/table';
import { publishNotices } from '../permissions/topic';
import type { FunctionDefinition, Grant } from './definition';

/** The management API, which needs a token for every request. */
export const api: FunctionDefinition = {
  description: 'The management API',
  memorySize: 512,
  timeoutSeconds: 15,
  reservedConcurrency: 50,
  environment: ['table', 'stage', 'issuer', 'audience', 'alarmTopic', 'discoveryDomain', 'initialWrites'],
  permissions: (context) => ({
    UseTable: {
      statements: [
        useItems(context.table, [...READ_ITEMS, ...WRITE_ITEMS, ...READ_TABLE_ID]),
        queryIndexes(context.table, [INDEXES.list, INDEXES.state, INDEXES.servers]),
      ],
    },
    ReadMetrics: readMetrics(),
    Register: manageOwnedTokens(context),
    PublishNotices: publishNotices(context),
  }),
  readsSharedTokens: true,
  alarms: [
    {
      id: 'ApiErrors',
      metric: ({ target }) => target.metricErrors(SUM),
      threshold: 1,
      means: 'The function of the management API ran out of time or memory, or its process ended.',
    },
    {
      id: 'ApiThrottled',
      metric: ({ target }) => target.metricThrottles(SUM),
      threshold: 1,
      means: 'More requests for the management API arrived at once than its function may handle.',
    },
  ],
};

function readMetrics(): Grant {
  const resource = '*';
  return {
    statements: [new iam.PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: [resource] })],
    wildcards: [{ resource, reason: 'CloudWatch has no resources to limit the reading of metrics to. [documented]' }],
  };
}
