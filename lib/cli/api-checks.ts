import { inParallel } from '../adapters/timing/in-parallel';
import { type CheckView, checkListSchema } from '../contract/api/check-schemas';
import type { TenantView } from '../contract/api/schemas';
import type { Problem } from '../core/problems';
import type { Api } from './api';
import { callFor } from './server-api';

/** How a tenant's domains and fallbacks stand; missing where it could not be asked. */
export interface TenantChecks {
  readonly tenant: string;
  readonly checks?: readonly CheckView[];
}

/** Requests at the same time. */
const PARALLEL = 8;

/** Of every tenant, in their order, and what stood in the way. */
export async function listAllChecks(
  api: Api,
  tenants: readonly TenantView[],
): Promise<{ readonly checks: readonly TenantChecks[]; readonly problems: readonly Problem[] }> {
  const found = await inParallel(tenants, PARALLEL, async ({ id: tenant }) => {
    const path = `/v1/tenants/${tenant}/checks`;
    return { tenant, listed: await callFor(api, { method: 'GET', path }, checkListSchema, 'the checks') };
  });
  return {
    checks: found.map(({ tenant, listed }) => (listed.ok ? { tenant, checks: listed.value.items } : { tenant })),
    problems: found.flatMap(({ listed }) => (listed.ok ? [] : [listed.problem])),
  };
}
