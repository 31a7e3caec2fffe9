import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import { DISCOVERY_ATTRIBUTES, keys } from '../../../contract/table';
import { SLOWEST_PERCENT, SUM } from '../metrics';
import type { FunctionDefinition } from './definition';

/** Public: answers devices, for fronts that ask the backend and for Apple's fallback. */
export const discovery: FunctionDefinition = {
  description: 'Answers devices from the table',
  memorySize: 256,
  // Within the 5 seconds that a front waits before the edge answers.
  timeoutSeconds: 4,
  reservedConcurrency: 100,
  environment: ['table'],
  permissions: ({ table }) => ({ UseTable: { statements: [readAnswers(table)] } }),
  alarms: [
    {
      id: 'DiscoveryErrors',
      metric: ({ target }) => target.metricErrors(SUM),
      threshold: 1,
      means: 'The discovery function ran out of time or memory, or its process ended.',
    },
    {
      id: 'DiscoverySlow',
      metric: ({ target }) => target.metricDuration(SLOWEST_PERCENT),
      // Milliseconds: well before a front gives up on the backend, after 5 seconds.
      threshold: 2500,
      periods: 3,
      means: 'Discovery requests take so long that fronts will soon stop waiting for the backend.',
    },
    {
      id: 'DiscoveryThrottled',
      metric: ({ target }) => target.metricThrottles(SUM),
      threshold: 1,
      means: 'More discovery requests arrived at once than the function may handle: a flood.',
    },
  ],
};

/**
 * One item at a time, of domains and tenants, and only the attributes that decide the answer: not who put an override in
 * force, and why. The last condition refuses a request that names no attributes, and so means all of them.
 */
// rule: iam.attributes
function readAnswers(table: ITableV2): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['dynamodb:GetItem'],
    resources: [table.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys.domain('*').pk, keys.tenant('*').pk] },
      'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...DISCOVERY_ATTRIBUTES] },
      StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
    },
  });
}
