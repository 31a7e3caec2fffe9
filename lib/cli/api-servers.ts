import type { AddeUrlView, TokenView } from '../contract/api/registration-schemas';
import type { TenantView } from '../contract/api/schemas';
import { serverPageSchema } from '../contract/api/server-schemas';
import type { Problem } from '../core/problems';
import type { Api } from './api';
import { listPages } from './api-tenants';

/** A server with what is known of its ADDE URL and token; both are missing where they could not be asked. */
export interface ServerStatus {
  readonly tenant: string;
  readonly server: string;
  readonly adde?: AddeUrlView;
  readonly token?: TokenView;
}

/** Every server of the tenants, in their order, and what stood in the way: the list may lag behind without any. */
export async function listAllServers(
  { call }: Api,
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
