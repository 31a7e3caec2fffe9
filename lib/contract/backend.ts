import type { ExternalDns, Route53Dns } from '../core/tenants/declaration';
import type { Config } from '../core/tenants/fleet';

/** The stack of HTTP API, functions and table. */
export function backendStackName(stage: string): string {
  return `Signpost-${stage}-Backend`;
}

/** The functions of the backend; each is a folder of `lambda/` and of `.build/`. */
export const BACKEND_FUNCTIONS = ['discovery', 'api', 'declare', 'reconcile', 'check'] as const;
export type BackendFunction = (typeof BACKEND_FUNCTIONS)[number];

export function backendFunctionName(stage: string, name: BackendFunction): string {
  return `signpost-${stage}-${name}`;
}

/** SSM parameters written by the Backend stack. */
export const backendParameters = {
  /** ARN of the function behind the tenant stacks' custom resource: their `ServiceToken`. */
  declareFunction: (stage: string) => `/signpost/${stage}/backend/declare-function`,
} as const;

/** The backend's host in the local cloud. */
export const LOCAL_DISCOVERY_DOMAIN = 'discovery.signpost.example';

/** The stable public host of the backend. */
export function discoveryDomainOf(config: Config): string {
  return config.discoveryDomain ?? LOCAL_DISCOVERY_DOMAIN;
}

/** Where that host's certificate and records come from; a placeholder zone in the local cloud. */
export function discoveryDnsOf(config: Config): Route53Dns | ExternalDns {
  return config.discoveryDns ?? { kind: 'route53', zoneId: 'Z0SIGNPOSTLOCAL' };
}

/** How long CloudFront waits for the backend, before the edge answers by the declared policy. */
export const BACKEND_ORIGIN = { connectTimeoutSeconds: 2, connectAttempts: 1, readTimeoutSeconds: 5 } as const;
