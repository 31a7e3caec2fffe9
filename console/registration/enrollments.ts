import type { AddeUrlView, TokenView } from '../../lib/contract/api/registration-schemas';
import type { TenantView } from '../../lib/contract/api/schemas';
import type { ApiClient, ServerKey } from '../api/client';
import type { Outcome } from '../api/outcome';

/** A server with what is known of it; what could not be asked is missing. */
export interface Enrollment extends ServerKey {
  /** Of the tenant. */
  readonly name: string;
  readonly domains: readonly string[];
  readonly addeUrl?: AddeUrlView;
  readonly token?: TokenView;
}

/** Every server of these tenants. One that cannot be asked does not hide the others. */
export async function loadEnrollments(
  api: ApiClient,
  tenants: readonly TenantView[],
): Promise<Outcome<readonly Enrollment[]>> {
  const servers = tenants.flatMap(({ id, name, domains, servers: names }) =>
    names.map((server) => ({ tenant: id, server, name, domains: domains.map((domain) => domain.name) })),
  );
  const value = await Promise.all(
    servers.map(async (server) => {
      const [addeUrl, token] = await Promise.all([api.addeUrl(server), api.token(server)]);
      return {
        ...server,
        ...(addeUrl.ok ? { addeUrl: addeUrl.value } : {}),
        ...(token.ok ? { token: token.value } : {}),
      };
    }),
  );
  return { ok: true, value, etag: '' };
}
