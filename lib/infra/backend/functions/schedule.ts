import { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { SUM } from '../metrics';
import type { FunctionDefinition, MonitoredFunction } from './definition';

/** How often the scheduled functions run. */
const RUN_MINUTES = 5;

/** The period of their alarms. */
export const THREE_RUNS = { ...SUM, period: Duration.minutes(3 * RUN_MINUTES) };

/** A run that fails is not repeated: the next one takes what was left. */
export const NEXT_RUN_INSTEAD_OF_RETRY = { retryAttempts: 0, maxEventAge: Duration.minutes(1) };

/** Calls a function every few minutes. */
export function addSchedule(
  scope: Construct,
  { id, description }: NonNullable<FunctionDefinition['schedule']>,
  target: MonitoredFunction['target'],
): void {
  new events.Rule(scope, id, {
    description,
    schedule: events.Schedule.rate(Duration.minutes(RUN_MINUTES)),
    targets: [new LambdaFunction(target, NEXT_RUN_INSTEAD_OF_RETRY)],
  });
}
