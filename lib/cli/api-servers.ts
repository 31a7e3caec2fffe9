import { type AddeUrlView, addeUrlSchema, type TokenView, tokenSchema } from '../contract/api/registration-schemas';
import type { TenantView } from '../contract/api/schemas';
import type { Api } from './api';
import { callFor } from './server-api';

/** A server with what is known of its ADDE URL and token; either is missing where it could not be asked. */
export interface ServerStanding {
  readonly tenant: string;
  readonly server: string;
  readonly adde?: AddeUrlView;
  readonly token?: TokenView;
}

/** Requests at the same time. */
const PARALLEL = 8;

/** Every server of the tenants, in their order. */
export async function listAllServers(api: Api, tenants: readonly TenantView[]): Promise<readonly ServerStanding[]> {
  const keys = tenants.flatMap(({ id, servers }) => servers.map((server) => ({ tenant: id, server })));
  const standings: ServerStanding[] = [];
  for (let at = 0; at < keys.length; at += PARALLEL) {
    standings.push(...(await Promise.all(keys.slice(at, at + PARALLEL).map((key) => standingOf(api, key)))));
  }
  return standings;
}

async function standingOf(api: Api, key: { tenant: string; server: string }): Promise<ServerStanding> {
  const path = `/v1/tenants/${key.tenant}/servers/${key.server}`;
  const [adde, token] = await Promise.all([
    callFor(api, { method: 'GET', path: `${path}/adde-url` }, addeUrlSchema, 'the ADDE URL'),
    callFor(api, { method: 'GET', path: `${path}/token` }, tokenSchema, 'the server token'),
  ]);
  return { ...key, ...(adde.ok ? { adde: adde.value } : {}), ...(token.ok ? { token: token.value } : {}) };
}
