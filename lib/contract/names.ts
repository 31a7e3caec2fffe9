import type { Channel } from '../core/tenants/declaration';

/** Everything CloudFront needs is in us-east-1, and so is everything else. */
export const REGION = 'us-east-1';

export { LOCAL_STAGE } from '../core/tenants/declaration';

export function edgeStackName(stage: string): string {
  return `Signpost-${stage}-Edge`;
}

export function tenantStackName(stage: string, tenantId: string): string {
  return `Signpost-${stage}-Tenant-${tenantId}`;
}

/** Name of the edge function; its log groups are called `/aws/lambda/us-east-1.<name>` in the regions that ran it. */
export function edgeFunctionName(stage: string): string {
  return `signpost-${stage}-edge`;
}

/** SSM parameters that connect the stacks. Written by the Edge stack, read by tenant stacks at each deployment. */
export const parameters = {
  /** ARN of the edge function's version, per channel. */
  edgeVersion: (stage: string, channel: Channel) => `/signpost/${stage}/edge/${channel}`,
  /** ARN of the topic for all notifications. */
  alarmTopic: (stage: string) => `/signpost/${stage}/alarm-topic`,
  /** ARN of the delivery destination of the fronts' access logs. */
  accessLogDestination: (stage: string) => `/signpost/${stage}/access-log-destination`,
} as const;

/** The embedded metric of the edge function; the dimensions stay few, as each series costs. */
export const discoveryMetric = {
  namespace: 'Signpost',
  name: 'Discoveries',
  dimensions: ['answer', 'family'],
} as const;

/** The embedded metric of the reconciler: failed visits, and messages that the topic refused. */
export const defectMetric = { namespace: 'Signpost', name: 'ReconcileDefects', dimensions: ['stage'] } as const;

/** The embedded metrics of the check: its defects, its observations, and those that saw nothing. */
export const checkMetrics = {
  /** Failed visits, and messages that the topic refused. */
  defects: { namespace: 'Signpost', name: 'CheckDefects', dimensions: ['stage'] },
  observations: { namespace: 'Signpost', name: 'CheckObservations', dimensions: ['stage'] },
  blind: { namespace: 'Signpost', name: 'CheckBlindObservations', dimensions: ['stage'] },
} as const;
