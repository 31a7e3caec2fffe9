import { createApiClient } from '../../../lib/adapters/api/client';
import { localNetwork } from '../../../lib/adapters/http/network';
import { LOCAL_DISCOVERY_DOMAIN } from '../../../lib/contract/backend';
import { LOCAL_ISSUER, LOCAL_MACHINE_CLIENT } from '../../../lib/contract/identity';
import { tableName } from '../../../lib/contract/table';
import { WELL_KNOWN_PATH } from '../../../lib/core/discovery/well-known';
import { elsewhere, owned, redirectTo, route53 } from '../../../lib/core/tenants/authoring';
import type { TenantDeclaration } from '../../../lib/core/tenants/declaration';
import type { Fleet } from '../../../lib/core/tenants/fleet';
import type { Cloud, CloudOptions, startCloud } from '../../../lib/local/cloud';
import { buildFleet, plainTenant } from '../../support/fleet';
import { ask, outcome, type Reachable } from '../client';
import { Clouds, newFolder, synthesized } from '../synthesized';

export type { Reachable };

/** The backend decides its domain, and it has a server. */
export const TYRELL = plainTenant('tyrell.example', {
  domains: {
    'tyrell.example': {
      dns: route53('Z0123456789ABC'),
      website: redirectTo('https://www.tyrell.example'),
      decide: 'backend',
    },
  },
  servers: { main: { token: owned() } },
});
/** Its domain is answered elsewhere: there is no front. */
export const KIOSK: TenantDeclaration = plainTenant('kiosk.example', {
  domains: { 'kiosk.example': { dns: elsewhere() } },
});

/** A fleet with two clusters, `na1` and `eu1`. */
export function fleetOf(tenants: Readonly<Record<string, TenantDeclaration>>): Fleet {
  const clusters = { na1: { url: 'https://na1.mdm.example' }, eu1: { url: 'https://eu1.mdm.example' } };
  return buildFleet({ clusters, tenants });
}

/** The edge decides for `acme`. */
export const FLEET = fleetOf({ acme: plainTenant('acme.example'), tyrell: TYRELL, kiosk: KIOSK });

export const QUERY = '?user-identifier=u@tyrell.example&model-family=iPhone';
/** A device of the domain that the backend decides. */
export const DEVICE = `https://tyrell.example${WELL_KNOWN_PATH}${QUERY}`;
/** A device of the domain that the edge decides. */
export const EDGE_DEVICE = DEVICE.replaceAll('tyrell', 'acme');
/** The outcome of being sent to a cluster. */
export const at = (cluster: string, query = QUERY) => `302 https://${cluster}.mdm.example${WELL_KNOWN_PATH}${query}`;
/** What a device meets. */
export const meets = (cloud: Reachable, address = DEVICE) => outcome(ask(cloud, address, { agent: false }));

/** The API as the command line asks it. */
export function clientOf(cloud: Reachable) {
  const network = localNetwork({ ...cloud, ca: cloud.caPem });
  const client = { id: LOCAL_MACHINE_CLIENT.id, secret: LOCAL_MACHINE_CLIENT.secret };
  return createApiClient({ network, host: LOCAL_DISCOVERY_DOMAIN, issuer: LOCAL_ISSUER, client });
}

/** Everybody of a domain to `eu1`, as the command line does it. */
export async function override(cloud: Reachable, tenant = 'tyrell', domain = 'tyrell.example') {
  const call = clientOf(cloud);
  const path = `/v1/tenants/${tenant}/domains/${domain}/discovery`;
  const shown = await call({ method: 'GET', path });
  if (!shown.ok) throw new Error(shown.problem.message);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const body = { policy: { rules: [], otherwise: { kind: 'redirect', cluster: 'eu1' } }, why: 'a test', until };
  return call({ method: 'PUT', path: `${path}/override`, body, etag: shown.value.etag });
}

/** Asks DynamoDB under its own name, as an AWS SDK of this machine would. */
export async function dynamoDb(cloud: Reachable, operation: string, document: object): Promise<unknown> {
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    'x-amz-date': '20260101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x',
  };
  const body = JSON.stringify({ TableName: tableName('local'), ...document });
  const answer = await ask(cloud, 'https://dynamodb.us-east-1.amazonaws.com/', { method: 'POST', headers }, body);
  return JSON.parse(answer.body);
}

/** Uses a cloud that has started, and closes it. */
export async function withCloud<T>(
  starting: ReturnType<typeof startCloud>,
  use: (cloud: Cloud) => Promise<T>,
): Promise<T> {
  const started = await starting;
  if (!started.ok) throw new Error(started.problems.map(({ message }) => message).join('\n'));
  return use(started.value).finally(() => started.value.close());
}

/** Clouds of the fleet for a test file: synthesized once, with a state each where they share none, closed at the end. */
export function tyrellClouds() {
  const clouds = new Clouds();
  let assemblyDirectory = '';
  beforeAll(async () => {
    assemblyDirectory = await synthesized(FLEET);
  });
  afterAll(() => clouds.close());
  return {
    start: (changes: Partial<CloudOptions> = {}) =>
      clouds.start({ assemblyDirectory, fleet: FLEET, stateDirectory: newFolder('state'), ...changes }),
  };
}
