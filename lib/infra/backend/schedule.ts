import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import type { BackendFunctions } from './functions';

/** How often the reconciler, and the check, look for what is due. */
export const RUN_MINUTES = 5;

/** Calls the scheduled functions again and again. A call that fails is not repeated: the next one takes what was left. */
export function scheduleRuns(scope: Construct, { reconcile, check }: BackendFunctions): void {
  const schedule = events.Schedule.rate(Duration.minutes(RUN_MINUTES));
  const target = (of: typeof check) => new LambdaFunction(of, { retryAttempts: 0, maxEventAge: Duration.minutes(1) });
  new events.Rule(scope, 'ReconcileSchedule', {
    description: 'Brings the ADDE URLs that Apple holds and those that are wanted together',
    schedule,
    targets: [target(reconcile)],
  });
  new events.Rule(scope, 'CheckSchedule', {
    description: 'Looks at domains and fallbacks from outside, whichever are due',
    schedule,
    targets: [target(check)],
  });
}
