import { Duration } from 'aws-cdk-lib';
import { SUM } from '../metrics';
import { READ_ITEMS, useItems, WRITE_ITEMS } from '../permissions/table';
import type { FunctionDefinition } from './definition';

/** The custom resource of tenant stacks: writes what the code declares into the table. */
export const declare: FunctionDefinition = {
  description: 'Receives the declarations of tenant stacks',
  memorySize: 256,
  timeoutSeconds: 60,
  reservedConcurrency: 10,
  // A declaration that is processed after CloudFormation has given up would undo its rollback.
  asynchronous: { retryAttempts: 0, maxEventAge: Duration.minutes(2) },
  environment: ['table', 'stage'],
  permissions: ({ table }) => ({ UseTable: { statements: [useItems(table, [...READ_ITEMS, ...WRITE_ITEMS])] } }),
  alarms: [
    {
      id: 'DeclareErrors',
      metric: ({ target }) => target.metricErrors(SUM),
      threshold: 1,
      means: 'CloudFormation received no answer about a tenant, and waits until its time limit.',
    },
    {
      id: 'DeclareDropped',
      metric: ({ target }) => target.metric('AsyncEventsDropped', SUM),
      threshold: 1,
      means: 'A declaration expired before the function processed it; its deployment fails at the time limit.',
    },
  ],
};
