import type { TenantId } from './fleet';

/** Names of tenants, servers and clusters. */
export const ID = /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/;

/** The text as a tenant's id, or nothing where it is not one. */
export function parseTenantId(text: string): TenantId | undefined {
  return ID.test(text) ? (text as TenantId) : undefined;
}
