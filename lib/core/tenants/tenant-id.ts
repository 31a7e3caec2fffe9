import type { TenantId } from './fleet';

const TENANT_ID = /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/;

/** The text as a tenant's id, or nothing where it is none. */
export function parseTenantId(text: string): TenantId | undefined {
  return TENANT_ID.test(text) ? (text as TenantId) : undefined;
}
