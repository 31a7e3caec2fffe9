import type { AddeUrlView, TokenView } from '../../lib/contract/api/registration-schemas';
import type { TenantView } from '../../lib/contract/api/schemas';
import type { ApiClient, Page, ServerKey } from '../api/client';
import type { Outcome } from '../api/outcome';

/** A server with what is known of it; what could not be asked is missing. */
export interface Enrollment extends ServerKey {
  /** Of the tenant. */
  readonly name: string;
  readonly domains: readonly string[];
  readonly addeUrl?: AddeUrlView;
  readonly token?: TokenView;
}

/** Servers are asked for one by one, so a page holds fewer tenants than a plain list. */
const TENANTS_PER_PAGE = 10;

/** A page of servers: those of as many tenants. One that cannot be asked does not hide the others. */
export async function loadEnrollments(api: ApiClient, cursor?: string): Promise<Outcome<Page<Enrollment>>> {
  const tenants = await api.tenants(cursor, TENANTS_PER_PAGE);
  if (!tenants.ok) return tenants;
  const { items, next } = tenants.value;
  const enrollments = await Promise.all(items.flatMap(serversOf).map((server) => withState(api, server)));
  return { ok: true, value: { items: enrollments, ...(next === undefined ? {} : { next }) }, etag: '' };
}

function serversOf({ id, name, domains, servers }: TenantView): readonly Enrollment[] {
  return servers.map((server) => ({ tenant: id, server, name, domains: domains.map((domain) => domain.name) }));
}

async function withState(api: ApiClient, server: Enrollment): Promise<Enrollment> {
  const [addeUrl, token] = await Promise.all([api.addeUrl(server), api.token(server)]);
  return {
    ...server,
    ...(addeUrl.ok ? { addeUrl: addeUrl.value } : {}),
    ...(token.ok ? { token: token.value } : {}),
  };
}
