import { randomUUID } from 'node:crypto';
import { createInvocationCounter } from '../../lib/adapters/aws/cloudwatch';
import { createDynamoDb } from '../../lib/adapters/dynamodb/client';
import { createServerList } from '../../lib/adapters/dynamodb/server-list';
import { createTenantRepository } from '../../lib/adapters/dynamodb/tenants';
import { createTokenVerifier } from '../../lib/adapters/openid/token-verifier';
import { checksByEnvironment } from '../../lib/adapters/ports/checks';
import { plannerByEnvironment } from '../../lib/adapters/ports/plan';
import { registrationsByEnvironment } from '../../lib/adapters/ports/registration';
import { backendFunctionName } from '../../lib/contract/backend';
import { ENVIRONMENT } from '../../lib/contract/environment';
import type { HttpApiEvent, HttpApiResponse } from '../../lib/contract/http-api';
import { REGION } from '../../lib/contract/names';
import type { Cluster } from '../../lib/core/tenants/fleet';
import { createApi } from './app';
import { answerEvent } from './http-api';

/** The registry of clusters, put here by the build. */
declare const SIGNPOST_CLUSTERS: readonly Cluster[];

const environment = (name: keyof typeof ENVIRONMENT) => process.env[ENVIRONMENT[name]] ?? '';

const client = createDynamoDb();

const countInvocations = createInvocationCounter({
  region: REGION,
  keys: () => client.config.credentials(),
  now: Date.now,
});
const discoveryFunction = backendFunctionName(environment('stage'), 'discovery');

const app = createApi({
  repository: createTenantRepository(client, environment('table')),
  servers: createServerList(client, environment('table')),
  countInvocations: (from, to) => countInvocations(discoveryFunction, from, to),
  registrations: registrationsByEnvironment(client),
  checks: checksByEnvironment(client),
  plan: plannerByEnvironment(),
  clusters: SIGNPOST_CLUSTERS,
  verify: createTokenVerifier({ issuer: environment('issuer'), audience: environment('audience') }),
  now: Date.now,
  newId: () => randomUUID().slice(0, 8),
  write: (line) => process.stdout.write(line),
});

/** The management API, as Lambda calls it. */
export function handler(event: HttpApiEvent): Promise<HttpApiResponse> {
  return answerEvent(event, (request) => app.fetch(request));
}
