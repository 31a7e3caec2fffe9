import { readControls } from '../../lib/backend/registration/record';
import type { OverviewView } from '../../lib/contract/api/schemas';
import { MAX_ATTENTION } from '../../lib/contract/api/server-schemas';
import { ATTENTION_KINDS, attentionOf, type RegistrationAttention } from '../../lib/core/registration/attention';
import { REGISTRATION_STATES } from '../../lib/core/registration/registration';
import type { Principal } from '../../lib/core/tenants/principal';
import { type ServerSummary, serverPosition } from '../../lib/core/tenants/server-list';
import { isoTime } from '../../lib/core/time';
import type { ApiParts } from './operation';
import { viewControls } from './registration-views';
import { type Statuses, viewStuck } from './status-overview';

type RegistrationOverview = Pick<OverviewView, 'registrations' | 'attention' | 'stage'>;

/** Servers by state, and what needs attention: of all tenants for the platform team, else of the principal's own. */
export async function registrationOverviewOf(
  principal: Principal,
  parts: ApiParts,
  statuses: Promise<Statuses>,
): Promise<RegistrationOverview> {
  const [servers, stage, seen] = await Promise.all([
    visibleServers(principal, parts),
    viewStage(principal, parts),
    statuses,
  ]);
  return { registrations: countStates(servers), attention: viewAttention(servers, seen, parts.now()), ...stage };
}

async function visibleServers({ role }: Principal, { servers }: ApiParts): Promise<readonly ServerSummary[]> {
  if (role.kind === 'platform') return servers.summaries();
  return (await Promise.all([...new Set(role.ids)].map((id) => servers.summaries(id)))).flat();
}

async function viewStage({ role }: Principal, { registrations }: ApiParts): Promise<Pick<OverviewView, 'stage'>> {
  if (role.kind !== 'platform') return {};
  const { appleWrites, because, brakeSince } = viewControls(await readControls(await registrations()));
  return {
    stage: { appleWrites, ...(because ? { because } : {}), ...(brakeSince === undefined ? {} : { brakeSince }) },
  };
}

function countStates(servers: readonly ServerSummary[]): OverviewView['registrations'] {
  const inService = servers.filter(({ releasedAt }) => releasedAt === undefined);
  const countOf = (wanted: string) => inService.filter(({ state }) => state === wanted).length;
  const counts = REGISTRATION_STATES.map((state) => [state, countOf(state)] as const);
  return Object.fromEntries(counts) as OverviewView['registrations'];
}

type Attention = OverviewView['attention'];
type Needed = Attention['items'][number];

function viewAttention(servers: readonly ServerSummary[], { counts, stuck }: Statuses, now: number): Attention {
  const needed = servers.flatMap((server) => attentionOf(server, now).map((kind) => viewNeeded(kind, server)));
  const items = [...needed, ...stuck.flatMap(viewStuck)].sort(byUrgency);
  // No more stuck checks are read than the list can hold.
  return { total: items.length + Math.max(0, counts.stuck - stuck.length), items: items.slice(0, MAX_ATTENTION) };
}

function byUrgency(a: Needed, b: Needed): number {
  const urgency = ATTENTION_KINDS.indexOf(a.kind) - ATTENTION_KINDS.indexOf(b.kind);
  return urgency === 0 && positionOf(a) < positionOf(b) ? -1 : urgency;
}

function positionOf(needed: Needed): string {
  return needed.kind === 'status-stuck' ? `${needed.tenant}#${needed.target}` : serverPosition(needed);
}

function viewNeeded(kind: RegistrationAttention, summary: ServerSummary): Needed {
  const { tenant, server, fault, expiresAt, releasedAt } = summary;
  const place = { kind, tenant, server };
  if (kind === 'token-expiring') {
    return { ...place, ...(expiresAt === undefined ? {} : { expires: isoTime(expiresAt) }) };
  }
  if (kind === 'released') return { ...place, code: 'adde.released', since: releasedAt };
  return { ...place, ...(fault ? { code: fault.code, since: isoTime(fault.since) } : {}) };
}
