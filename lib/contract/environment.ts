import type { BackendFunction } from './backend';

/** Names of the environment variables of the functions; all are required where they are listed below. */
export const ENVIRONMENT = {
  /** Name of the table. */
  table: 'SIGNPOST_TABLE',
  stage: 'SIGNPOST_STAGE',
  /** The OpenID provider's issuer URL. */
  issuer: 'SIGNPOST_ISSUER',
  /** What access tokens for the API name as their audience. */
  audience: 'SIGNPOST_AUDIENCE',
  /** ARN of the topic for all notifications. */
  alarmTopic: 'SIGNPOST_ALARM_TOPIC',
  /** The public host of the backend, which fallback URLs are made of. */
  discoveryDomain: 'SIGNPOST_DISCOVERY_DOMAIN',
} as const;

/** Which function is given which variables. */
export const ENVIRONMENT_OF: Readonly<Record<BackendFunction, readonly (keyof typeof ENVIRONMENT)[]>> = {
  discovery: ['table'],
  api: ['table', 'stage', 'issuer', 'audience', 'alarmTopic', 'discoveryDomain'],
  declare: ['table', 'stage'],
  reconcile: ['table', 'stage', 'alarmTopic', 'discoveryDomain'],
  check: ['table', 'stage', 'alarmTopic', 'discoveryDomain'],
};

/** Constant that the build puts in place of this name in the `api` function: the registry of clusters. */
export const CLUSTERS_CONSTANT = 'SIGNPOST_CLUSTERS';
