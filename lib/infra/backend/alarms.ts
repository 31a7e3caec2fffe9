import { Duration } from 'aws-cdk-lib';
import type * as sns from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { CHECK_MINUTES } from '../../core/checks/check';
import { addAlarm } from '../alarm';
import {
  type BackendParts,
  blindPercent,
  checkDefects,
  reconcileDefects,
  SLOWEST_PERCENT,
  SUM,
  tableErrors,
  tableThrottles,
} from './metrics';
import { RUN_MINUTES } from './schedule';

/** Well before a front gives up on the backend, after 5 seconds. */
const SLOW_MILLISECONDS = 2500;

/** Three runs of a scheduled function: one that fails is made up for by the next. */
const THREE_RUNS = { ...SUM, period: Duration.minutes(3 * RUN_MINUTES) };

/** Within it every domain is looked at, however few there are. */
const EVERY_DOMAIN = Duration.minutes(CHECK_MINUTES.serving);

/** Alarms of the backend. What a single request may do by chance has a threshold; what never should has none. */
export function addBackendAlarms(
  scope: Construct,
  { stage, api, functions, table }: BackendParts,
  topic: sns.ITopic,
): readonly ReturnType<typeof addAlarm>[] {
  const { discovery, api: management, declare, reconcile, check } = functions;
  return [
    addAlarm(scope, 'BackendServerErrors', {
      what: 'The HTTP API answered with 5xx. Discovery: fronts answer as declared, Apple’s fallback fails. /v1: devices do not notice.',
      metric: api.metricServerError(SUM),
      threshold: 5,
      topic,
    }),
    addAlarm(scope, 'DiscoveryErrors', {
      what: 'The discovery function ran out of time or memory, or ended.',
      metric: discovery.metricErrors(SUM),
      threshold: 1,
      topic,
    }),
    addAlarm(scope, 'DiscoverySlow', {
      what: 'Discoveries take so long that fronts soon stop waiting for them.',
      metric: discovery.metricDuration(SLOWEST_PERCENT),
      threshold: SLOW_MILLISECONDS,
      periods: 3,
      topic,
    }),
    addAlarm(scope, 'DiscoveryThrottled', {
      what: 'More discoveries arrived than the function may run at once: a flood.',
      metric: discovery.metricThrottles(SUM),
      threshold: 1,
      topic,
    }),
    addAlarm(scope, 'ApiErrors', {
      what: 'The function of the management API ran out of time or memory, or ended.',
      metric: management.metricErrors(SUM),
      threshold: 1,
      topic,
    }),
    addAlarm(scope, 'ApiThrottled', {
      what: 'More requests for the management API arrived than its function may run at once.',
      metric: management.metricThrottles(SUM),
      threshold: 1,
      topic,
    }),
    addAlarm(scope, 'DeclareErrors', {
      what: 'CloudFormation got no answer about a tenant, and waits until its time limit.',
      metric: declare.metricErrors(SUM),
      threshold: 1,
      topic,
    }),
    addAlarm(scope, 'DeclareDropped', {
      what: 'A declaration was given up before it was carried out; its deployment fails at its time limit.',
      metric: declare.metric('AsyncEventsDropped', SUM),
      threshold: 1,
      topic,
    }),
    addAlarm(scope, 'ReconcileErrors', {
      what: 'The reconciler failed in two runs of three: ADDE URLs are neither compared nor repaired.',
      metric: reconcile.metricErrors(THREE_RUNS),
      threshold: 2,
      topic,
    }),
    addAlarm(scope, 'ReconcileDefects', {
      what: 'For half an hour visits of the reconciler have broken off, or its messages were refused: some ADDE URLs are left as they are, or people are not told.',
      metric: reconcileDefects(stage).with(THREE_RUNS),
      threshold: 1,
      periods: 2,
      topic,
    }),
    addAlarm(scope, 'ReconcileSilent', {
      what: 'The reconciler has not run for half an hour: nobody notices what happens to ADDE URLs.',
      metric: reconcile.metricInvocations(THREE_RUNS),
      threshold: 1,
      periods: 2,
      tooFew: true,
      topic,
    }),
    addAlarm(scope, 'CheckErrors', {
      what: 'The check failed in two runs of three: nobody notices when domains stop to serve.',
      metric: check.metricErrors(THREE_RUNS),
      threshold: 2,
      topic,
    }),
    addAlarm(scope, 'CheckDefects', {
      what: 'For half an hour looks of the check have broken off, or its messages were refused: people may not be told.',
      metric: checkDefects(stage).with(THREE_RUNS),
      threshold: 1,
      periods: 2,
      topic,
    }),
    addAlarm(scope, 'CheckBlind', {
      what: 'For two hours half of the looks or more have seen nothing: nobody notices when domains stop to serve.',
      metric: blindPercent(stage, EVERY_DOMAIN),
      threshold: 50,
      periods: 2,
      topic,
    }),
    addAlarm(scope, 'CheckSilent', {
      what: 'The check has not run for half an hour: nobody notices when domains stop to serve.',
      metric: check.metricInvocations(THREE_RUNS),
      threshold: 1,
      periods: 2,
      tooFew: true,
      topic,
    }),
    addAlarm(scope, 'TableThrottled', {
      what: 'The table turned requests away.',
      metric: tableThrottles(table),
      threshold: 1,
      topic,
    }),
    addAlarm(scope, 'TableErrors', {
      what: 'Requests failed within DynamoDB.',
      metric: tableErrors(table),
      threshold: 1,
      topic,
    }),
  ];
}
