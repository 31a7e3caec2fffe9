import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** How often the reconciler looks for what is due. */
export const RECONCILE_MINUTES = 5;

/** Calls the reconciler again and again. A call that fails is not repeated: the next one takes what was left. */
export function scheduleReconcile(scope: Construct, reconcile: lambda.IFunction): events.Rule {
  return new events.Rule(scope, 'ReconcileSchedule', {
    description: 'Brings the ADDE URLs that Apple holds and those that are wanted together',
    schedule: events.Schedule.rate(Duration.minutes(RECONCILE_MINUTES)),
    targets: [new LambdaFunction(reconcile, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
  });
}
