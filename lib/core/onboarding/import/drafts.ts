import type { Policy } from '../../discovery/policy';
import type { TenantDraft } from '../tenant-source';
import type { Recognised } from './recognise';
import type { ImportRow } from './rows';

/** A domain that was checked. */
export interface Examined {
  readonly row: ImportRow;
  readonly recognised: Recognised;
}

/** A file to write: the rows of one tenant whose policy is known. */
export interface ImportedTenant {
  readonly id: string;
  readonly draft: TenantDraft;
  readonly domains: readonly string[];
}

/** The policy for a domain's file, if it is known. */
function policyOf(recognised: Recognised): Policy | undefined {
  return recognised.kind === 'works' || recognised.kind === 'broken' ? recognised.policy : undefined;
}

/** A tenant that is not written because the policy of some domains is unknown. */
export interface HeldTenant {
  readonly id: string;
  /** The rows of those domains. */
  readonly rows: readonly ImportRow[];
}

/** One draft per tenant whose rows all have a policy: every domain answered elsewhere, the first one's policy as the tenant's. */
export function draftTenants(examined: readonly Examined[]): readonly ImportedTenant[] {
  return byTenant(examined).flatMap(([id, all]) => {
    const members = all.flatMap(({ row, recognised }) => {
      const policy = policyOf(recognised);
      return policy ? [{ row, policy }] : [];
    });
    const [first] = members;
    return first && members.length === all.length ? [toTenant(id, first, members)] : [];
  });
}

/** The tenants that only some of their rows prevent from being written. */
export function heldTenants(examined: readonly Examined[]): readonly HeldTenant[] {
  return byTenant(examined).flatMap(([id, all]) => {
    const rows = all.filter(({ recognised }) => !policyOf(recognised)).map(({ row }) => row);
    return rows.length > 0 && rows.length < all.length ? [{ id, rows }] : [];
  });
}

function byTenant(examined: readonly Examined[]): readonly (readonly [string, readonly Examined[]])[] {
  const tenants = new Map<string, Examined[]>();
  for (const each of examined) {
    const { tenant } = each.row;
    tenants.set(tenant, [...(tenants.get(tenant) ?? []), each]);
  }
  return [...tenants];
}

/** Collects checked rows: returns all rows of a tenant, in their order, once the last of them is there. */
export function tenantsByRows(rows: readonly ImportRow[]): (examined: Examined) => readonly Examined[] {
  const waiting = new Map<string, number>();
  for (const { tenant } of rows) waiting.set(tenant, (waiting.get(tenant) ?? 0) + 1);
  const known = new Map<string, readonly Examined[]>();
  return (examined) => {
    const { tenant } = examined.row;
    const all = [...(known.get(tenant) ?? []), examined];
    known.set(tenant, all);
    return all.length === waiting.get(tenant) ? all.toSorted((one, other) => one.row.line - other.row.line) : [];
  };
}

type Member = { readonly row: ImportRow; readonly policy: Policy };

function toTenant(id: string, first: Member, members: readonly Member[]): ImportedTenant {
  const common = JSON.stringify(first.policy);
  const domains = members.map(({ row, policy }) => {
    const own = JSON.stringify(policy) === common ? {} : { discovery: policy };
    return [row.domain, { dns: { kind: 'elsewhere' as const }, ...own }] as const;
  });
  const remark = "Imported as found: the customer's own web server answers.";
  return {
    id,
    draft: { name: first.row.name, discovery: first.policy, domains, remark },
    domains: members.map(({ row }) => row.domain),
  };
}
