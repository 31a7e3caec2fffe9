import type { z } from 'zod';
import type { ApiClient } from '../adapters/api/client';
import { inParallel } from '../adapters/timing/in-parallel';
import { type CheckView, checkListSchema } from '../contract/api/check-schemas';
import type { AddeUrlView, TokenView } from '../contract/api/registration-schemas';
import { type TenantView, tenantPageSchema } from '../contract/api/schemas';
import { serverPageSchema } from '../contract/api/server-schemas';
import type { Problem } from '../core/problems';
import { ok, type Result } from '../core/result';
import { callFor } from './api';

/** Every tenant of the API, over all pages. */
export function listAllTenants(call: ApiClient): Promise<Result<readonly TenantView[]>> {
  return listPages(call, '/v1/tenants', tenantPageSchema, 'the list of tenants');
}

/** A server with its ADDE URL and token; both are missing where the API gave no answer. */
export interface ServerStatus {
  readonly tenant: string;
  readonly server: string;
  readonly adde?: AddeUrlView;
  readonly token?: TokenView;
}

/** Every server of the tenants, in their order, and the problems met. The list may lag behind without a problem. */
export async function listAllServers(
  call: ApiClient,
  tenants: readonly TenantView[],
): Promise<{ readonly servers: readonly ServerStatus[]; readonly problems: readonly Problem[] }> {
  const listed = await listPages(call, '/v1/servers', serverPageSchema, 'the list of servers');
  const rows = new Map((listed.ok ? listed.value : []).map((row) => [`${row.tenant}/${row.server}`, row]));
  const servers = tenants.flatMap(({ id: tenant, servers: names }) =>
    names.map((server) => {
      const row = rows.get(`${tenant}/${server}`);
      return { tenant, server, ...(row ? { adde: row.addeUrl, token: row.token } : {}) };
    }),
  );
  return { servers, problems: listed.ok ? [] : [listed.problem] };
}

/** The checks of a tenant's domains and fallbacks; missing where the API gave no answer. */
export interface TenantChecks {
  readonly tenant: string;
  readonly checks?: readonly CheckView[];
}

/** Requests at the same time. */
const PARALLEL = 8;

/** The checks of every tenant, in their order, and the problems met. */
export async function listAllChecks(
  call: ApiClient,
  tenants: readonly TenantView[],
): Promise<{ readonly checks: readonly TenantChecks[]; readonly problems: readonly Problem[] }> {
  const found = await inParallel(tenants, PARALLEL, async ({ id: tenant }) => {
    const path = `/v1/tenants/${tenant}/checks`;
    return { tenant, listed: await callFor(call, { method: 'GET', path }, checkListSchema, 'the checks') };
  });
  return {
    checks: found.map(({ tenant, listed }) => (listed.ok ? { tenant, checks: listed.value.items } : { tenant })),
    problems: found.flatMap(({ listed }) => (listed.ok ? [] : [listed.problem])),
  };
}

/** The items of a list, over all pages. Problem codes: `api.*`. */
async function listPages<Item>(
  call: ApiClient,
  path: string,
  schema: z.ZodType<{ readonly items: readonly Item[]; readonly next?: string | undefined }>,
  what: string,
): Promise<Result<readonly Item[]>> {
  const items: Item[] = [];
  let cursor = '';
  do {
    const page = await callFor(call, { method: 'GET', path: `${path}?limit=100${cursor}` }, schema, what);
    if (!page.ok) return page;
    items.push(...page.value.items);
    cursor = page.value.next === undefined ? '' : `&cursor=${page.value.next}`;
  } while (cursor !== '');
  return ok(items);
}
