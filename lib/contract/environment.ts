/** Names of the environment variables of the functions: each function's file in `lib/infra/backend/functions` lists its own. */
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

/** Constant that the build puts in place of this name in the `api` function: the registry of clusters. */
export const CLUSTERS_CONSTANT = 'SIGNPOST_CLUSTERS';
