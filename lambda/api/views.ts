import type { DiscoveryView, EventView, FallbackView, ServerView, TenantView } from '../../lib/contract/api/schemas';
import { overrideInForce, policyInForce } from '../../lib/core/tenants/in-force';
import type {
  DiscoveryTargetRecord,
  DomainRecord,
  EventRecord,
  ServerRecord,
  TenantRecord,
} from '../../lib/core/tenants/records';
import type { Stored } from '../../lib/core/tenants/repository';

/** How the API shows stored records. */

export function viewTenant({ id, name, channel, domains, servers, releasedAt, graceUntil }: TenantRecord): TenantView {
  return {
    id,
    name,
    channel,
    state: stateOf({ releasedAt }),
    ...(graceUntil === undefined ? {} : { graceUntil }),
    domains: domains.map((domain) => ({ ...domain })),
    servers: [...servers],
  };
}

export function viewServer({ name, token, onOverwrite, releasedAt }: ServerRecord): ServerView {
  return { name, state: stateOf({ releasedAt }), token: token.kind, onOverwrite };
}

export function viewDiscovery(stored: Stored<DomainRecord> & { record: DomainRecord }, now: number): DiscoveryView {
  const { name, decidedBy } = stored.record;
  return { ...viewDiscoveryTarget(stored, now), domain: name, decidedBy };
}

export function viewFallback(stored: Stored<ServerRecord> & { record: ServerRecord }, now: number): FallbackView {
  return { ...viewDiscoveryTarget(stored, now), server: stored.record.name };
}

export function viewEvent({ time, id, action, by, why, changes }: EventRecord): EventView {
  return {
    time,
    id,
    action,
    by,
    ...(why === undefined ? {} : { why }),
    changes: changes.map(({ subject, version, from, to }) => ({ subject, version, from: [...from], to: [...to] })),
  };
}

type DiscoveryTarget = Omit<DiscoveryView, 'domain' | 'decidedBy'>;

function viewDiscoveryTarget(
  { record, override }: Stored<DiscoveryTargetRecord> & { record: DiscoveryTargetRecord },
  now: number,
): DiscoveryTarget {
  const current = overrideInForce(record, now);
  return {
    tenant: record.tenant,
    state: stateOf(record),
    declared: record.declared,
    ...(current && override ? { override: viewOverride(current, override) } : {}),
    inForce: inForce(record, now),
  };
}

function viewOverride(
  { policy: resolved }: NonNullable<DiscoveryTargetRecord['override']>,
  { policy, by, why, since, until }: NonNullable<Stored<DiscoveryTargetRecord>['override']>,
): NonNullable<DiscoveryTarget['override']> {
  return { policy, resolved, by, why, since, until };
}

function inForce(record: DiscoveryTargetRecord, now: number): DiscoveryTarget['inForce'] {
  if (!policyInForce(record, now)) return 'nothing';
  return overrideInForce(record, now) ? 'override' : 'declared';
}

/** Whether something is in service. */
export function stateOf({ releasedAt }: { readonly releasedAt?: string }): TenantView['state'] {
  return releasedAt === undefined ? 'active' : 'released';
}
