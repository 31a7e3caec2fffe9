import type { TenantId } from './fleet';
import { parseTenantId } from './tenant-id';

/** Scopes of access tokens. `platform` makes a machine a member of the platform team; people are members by their group. */
export const SCOPES = { read: 'signpost/read', write: 'signpost/write', platform: 'signpost/platform' } as const;

/** Group of the platform team. */
export const PLATFORM_GROUP = 'signpost-platform';

/** `signpost-tenant-<id>`: group of a tenant's administrators. */
export const TENANT_GROUP_PREFIX = 'signpost-tenant-';

/** What a verified access token says of its holder. */
export interface TokenClaims {
  readonly subject: string;
  /** The client that asked for the token; for a machine this is the subject as well (RFC 9068, section 2.2). */
  readonly client?: string;
  readonly scopes: readonly string[];
  /** Missing in tokens of machines. */
  readonly groups?: readonly string[];
}

/** The caller: the platform team sees all tenants, a tenant's administrator their own, others none. */
export interface Principal {
  readonly role: { readonly kind: 'platform' } | { readonly kind: 'tenants'; readonly ids: readonly TenantId[] };
  readonly canRead: boolean;
  readonly canWrite: boolean;
}

/** What a route requires. */
export interface Access {
  readonly role: 'platform' | 'tenant';
  readonly scope: 'read' | 'write';
}

/** `hidden`: as if the tenant did not exist. */
export type TokenVerdict =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'hidden' }
  | { readonly kind: 'forbidden'; readonly wanted: string };

export function principalOf({ subject, client, scopes, groups }: TokenClaims): Principal {
  const canRead = scopes.includes(SCOPES.read);
  const canWrite = scopes.includes(SCOPES.write);
  // A person could ask for any scope that the provider lets their client have, so the scope counts for machines alone.
  const isMachine = groups === undefined && client !== undefined && subject === client;
  const isPlatform = isMachine ? scopes.includes(SCOPES.platform) : groups?.includes(PLATFORM_GROUP) === true;
  if (isPlatform) return { role: { kind: 'platform' }, canRead, canWrite };
  const ids = (groups ?? [])
    .filter((group) => group.startsWith(TENANT_GROUP_PREFIX))
    .flatMap((group) => parseTenantId(group.slice(TENANT_GROUP_PREFIX.length)) ?? []);
  return { role: { kind: 'tenants', ids }, canRead, canWrite };
}

/** Whether a tenant is visible to a principal at all. */
export function mayBeSeen({ role }: Principal, tenant: string): boolean {
  return role.kind === 'platform' || role.ids.some((id) => id === tenant);
}

/**
 * Whether a principal may use a route, for this tenant where the route is about one. Whether the principal may see the tenant
 * is checked first: a caller without access sees no difference to a tenant that does not exist.
 */
export function judgeAccess(principal: Principal, access: Access, tenant?: string): TokenVerdict {
  const { role, canRead, canWrite } = principal;
  if (tenant !== undefined && !mayBeSeen(principal, tenant)) return { kind: 'hidden' };
  if (access.role === 'platform' && role.kind !== 'platform') {
    return { kind: 'forbidden', wanted: `the group ${PLATFORM_GROUP}` };
  }
  const hasScope = access.scope === 'write' ? canWrite : canRead;
  return hasScope ? { kind: 'allowed' } : { kind: 'forbidden', wanted: `the scope ${SCOPES[access.scope]}` };
}
