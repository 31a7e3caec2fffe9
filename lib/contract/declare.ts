import { type Problem, problem } from '../core/problems';
import { encodeDeclaration, MAX_DECLARATION_BYTES } from '../core/tenants/declaration-text';
import { declaredTenant } from '../core/tenants/declared';
import type { Tenant } from '../core/tenants/fleet';

/** Type of the tenant stack's custom resource. */
export const DECLARE_RESOURCE_TYPE = 'Custom::SignpostTenant';

/** Seconds that CloudFormation waits for an answer: its default is an hour. */
export const DECLARE_SERVICE_TIMEOUT_SECONDS = 120;

/**
 * Properties of the custom resource. CloudFormation turns every number and boolean of a property into a string
 * [documented], so the declaration is sent as one JSON text.
 */
export interface DeclareProperties {
  readonly stage: string;
  readonly tenantId: string;
  /** The same text for the same declaration. */
  readonly declaration: string;
}

export function declareProperties(stage: string, tenant: Tenant): DeclareProperties {
  return { stage, tenantId: tenant.id, declaration: encodeDeclaration(declaredTenant(tenant)) };
}

/** Depends on the tenant alone: another tenant in the same stack would be a replacement, whose old one is deleted. */
export function declarePhysicalId(stage: string, tenantId: string): string {
  return `signpost-${stage}-tenant-${tenantId}`;
}

/** Every tenant whose declaration CloudFormation could not hand to the backend, by its file. */
export function checkDeclarationLengths(tenants: readonly Tenant[]): Problem[] {
  return tenants.flatMap((tenant) => {
    const { length } = new TextEncoder().encode(JSON.stringify(encodeDeclaration(declaredTenant(tenant))));
    if (length <= MAX_DECLARATION_BYTES) return [];
    const message = `Cannot declare the tenant "${tenant.id}": its domains and policies take ${length} bytes; expected at most ${MAX_DECLARATION_BYTES}`;
    return [problem('declaration.too-large', message, { file: `tenants/${tenant.id}.ts` })];
  });
}
