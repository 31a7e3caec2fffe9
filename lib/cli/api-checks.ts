import { type CheckView, checkListSchema } from '../contract/api/check-schemas';
import type { TenantView } from '../contract/api/schemas';
import type { Api } from './api';
import { callFor } from './server-api';

/** How a tenant's domains and fallbacks stand; missing where it could not be asked. */
export interface TenantChecks {
  readonly tenant: string;
  readonly checks?: readonly CheckView[];
}

/** Requests at the same time. */
const PARALLEL = 8;

/** Of every tenant, in their order. */
export async function listAllChecks(api: Api, tenants: readonly TenantView[]): Promise<readonly TenantChecks[]> {
  const found: TenantChecks[] = [];
  for (let at = 0; at < tenants.length; at += PARALLEL) {
    found.push(...(await Promise.all(tenants.slice(at, at + PARALLEL).map(({ id }) => checksOf(api, id)))));
  }
  return found;
}

async function checksOf(api: Api, tenant: string): Promise<TenantChecks> {
  const path = `/v1/tenants/${tenant}/checks`;
  const listed = await callFor(api, { method: 'GET', path }, checkListSchema, 'the checks');
  return listed.ok ? { tenant, checks: listed.value.items } : { tenant };
}
