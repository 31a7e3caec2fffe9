import { Duration } from 'aws-cdk-lib';
import { INDEXES, keys } from '../../../contract/table';
import { CHECK_MINUTES } from '../../../core/checks/check';
import { blindPercent, checkDefects } from '../metrics';
import { queryIndexes, usePartitions } from '../permissions/table';
import { publishNotices } from '../permissions/topic';
import type { FunctionDefinition, PermissionContext } from './definition';
import { NEXT_RUN_INSTEAD_OF_RETRY, THREE_RUNS } from './schedule';

/** Every domain is checked at least once in this time, however few there are. */
const EVERY_DOMAIN = Duration.minutes(CHECK_MINUTES.serving);

/** The scheduled check: the doctor observes domains and fallbacks from the internet. */
export const check: FunctionDefinition = {
  description: 'Checks domains and fallbacks from the internet',
  // Dozens of TLS handshakes: CPU comes with memory.
  memorySize: 1024,
  // Ends before the next run starts.
  timeoutSeconds: 240,
  // Two runs at once would do no harm, but check twice as often.
  reservedConcurrency: 1,
  asynchronous: NEXT_RUN_INSTEAD_OF_RETRY,
  schedule: { id: 'CheckSchedule', description: 'Checks the domains and fallbacks that are due' },
  environment: ['table', 'stage', 'alarmTopic', 'discoveryDomain'],
  permissions: (context) => ({
    UseTable: { statements: useTable(context) },
    PublishNotices: publishNotices(context),
  }),
  alarms: [
    {
      id: 'CheckErrors',
      metric: ({ target }) => target.metricErrors(THREE_RUNS),
      // The next run makes up for a single one that fails.
      threshold: 2,
      means: 'The scheduled check failed in two of three runs: domains that stop serving go unnoticed.',
    },
    {
      id: 'CheckDefects',
      metric: ({ stage }) => checkDefects(stage).with(THREE_RUNS),
      threshold: 1,
      periods: 2,
      means:
        'For half an hour the check has failed for single domains or fallbacks, or the topic has refused its messages: some statuses are out of date, or the platform team is not notified.',
    },
    {
      id: 'CheckBlind',
      metric: ({ stage }) => blindPercent(stage, EVERY_DOMAIN),
      threshold: 50,
      periods: 2,
      means:
        'For two hours at least half of all checks could not observe anything: domains that stop serving go unnoticed.',
    },
    {
      id: 'CheckSilent',
      metric: ({ target }) => target.metricInvocations(THREE_RUNS),
      threshold: 1,
      periods: 2,
      tooFew: true,
      means: 'The scheduled check has not run for half an hour: domains that stop serving go unnoticed.',
    },
  ],
};

/** Reads the answers for devices, and writes only items of tenants: the items that answer devices are out of reach. */
function useTable({ table }: PermissionContext) {
  return [
    usePartitions(table, ['dynamodb:GetItem'], [keys.tenant('*').pk, keys.domain('*').pk]),
    usePartitions(table, ['dynamodb:PutItem', 'dynamodb:DeleteItem'], [keys.tenant('*').pk]),
    queryIndexes(table, [INDEXES.due]),
  ];
}
