import { INDEXES, keys } from '../../../contract/table';
import { reconcileDefects } from '../metrics';
import { readOwnedTokens } from '../permissions/owned-tokens';
import { queryIndexes, READ_TABLE_ID, useItems, usePartitions } from '../permissions/table';
import { publishNotices } from '../permissions/topic';
import type { FunctionDefinition, PermissionContext } from './definition';
import { NEXT_RUN_INSTEAD_OF_RETRY, THREE_RUNS } from './schedule';

/** The reconciler: compares the ADDE URLs that Apple holds with the desired ones, and writes to Apple what differs. */
export const reconcileFunction: FunctionDefinition = {
  description: 'Reconciles the ADDE URLs that Apple holds with the desired ones',
  memorySize: 512,
  // Ends before the next run starts.
  timeoutSeconds: 240,
  // Two runs at once would do no harm, but call Apple twice as often.
  reservedConcurrency: 1,
  asynchronous: NEXT_RUN_INSTEAD_OF_RETRY,
  schedule: {
    id: 'ReconcileSchedule',
    description: 'Reconciles the ADDE URLs that are due with the desired ones',
  },
  environment: ['table', 'stage', 'alarmTopic', 'discoveryDomain', 'initialWrites'],
  permissions: (context) => ({
    UseTable: { statements: useTable(context) },
    Register: readOwnedTokens(context),
    PublishNotices: publishNotices(context),
  }),
  readsSharedTokens: true,
  alarms: [
    {
      id: 'ReconcileErrors',
      metric: ({ target }) => target.metricErrors(THREE_RUNS),
      // The next run makes up for a single one that fails.
      threshold: 2,
      means: 'The reconciler failed in two of three runs: ADDE URLs are neither compared nor repaired.',
    },
    {
      id: 'ReconcileDefects',
      metric: ({ stage }) => reconcileDefects(stage).with(THREE_RUNS),
      threshold: 1,
      periods: 2,
      means:
        'For half an hour the reconciler has failed for single servers, or the topic has refused its messages: some ADDE URLs are not updated, or the platform team is not notified.',
    },
    {
      id: 'ReconcileSilent',
      metric: ({ target }) => target.metricInvocations(THREE_RUNS),
      threshold: 1,
      periods: 2,
      tooFew: true,
      means: 'The reconciler has not run for half an hour: changes of ADDE URLs at Apple go unnoticed.',
    },
  ],
};

/** Single items of tenants, of the stage and of leases: the items that answer devices are out of reach. */
// rule: iam.leading-keys-in-transactions
function useTable({ table }: PermissionContext) {
  const actions = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
  return [
    usePartitions(table, actions, [keys.tenant('*').pk, keys.controls().pk, keys.lease('*').pk]),
    queryIndexes(table, [INDEXES.list, INDEXES.due]),
    useItems(table, READ_TABLE_ID),
  ];
}
