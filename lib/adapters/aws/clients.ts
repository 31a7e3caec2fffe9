import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ACMClient } from '@aws-sdk/client-acm';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { Route53Client } from '@aws-sdk/client-route-53';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { STSClient } from '@aws-sdk/client-sts';
import { REGION } from '../../contract/names';
import { adaptiveRetries, type RetryStrategy } from './retry';

/** The services that onboarding asks; `AWS_ENDPOINT_URL` replaces their endpoints, as everywhere in the SDK. */
export interface Aws {
  readonly sts: STSClient;
  readonly route53: Route53Client;
  readonly acm: ACMClient;
  readonly cloudFront: CloudFrontClient;
  readonly lambda: LambdaClient;
  readonly quotas: ServiceQuotasClient;
}

/** Clients with the credentials of the environment. `retryStrategy`: adaptive when left out. */
export function createAws(retryStrategy?: RetryStrategy): Aws {
  return createClients({}, retryStrategy);
}

/** Clients of a local cloud's control plane, whatever account the environment is for. */
export function createLocalAws(endpoint: string): Aws {
  return createClients({ endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
}

interface Connection {
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

function createClients(connection: Connection, retryStrategy?: RetryStrategy): Aws {
  // With every command, the SDK would warn on standard error that Node 20 is nearing its end.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  // Each service has limits of its own, and so its own strategy.
  const options = () => ({ ...connection, region: REGION, retryStrategy: retryStrategy ?? adaptiveRetries() });
  return {
    sts: new STSClient(options()),
    route53: new Route53Client(options()),
    acm: new ACMClient(options()),
    cloudFront: new CloudFrontClient(options()),
    lambda: new LambdaClient(options()),
    quotas: new ServiceQuotasClient(options()),
  };
}

const CREDENTIAL_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

/**
 * Whether this machine is set up with credentials, for callers that can do without: no service is asked. The role of an
 * instance does not show here.
 */
export function hasAwsCredentials(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  if (CREDENTIAL_VARIABLES.some((name) => (environment[name] ?? '') !== '')) return true;
  return existsSync(environment['AWS_SHARED_CREDENTIALS_FILE'] ?? join(homedir(), '.aws', 'credentials'));
}
