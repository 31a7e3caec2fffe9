import { settingOf } from '../../../lib/backend/registration/record';
import { serverQuerySchema } from '../../../lib/contract/api/schemas';
import { type ServerRowView, serverPageSchema } from '../../../lib/contract/api/server-schemas';
import { type DomainName, parseDomainName } from '../../../lib/core/discovery/domain-name';
import { type PossibleAnswers, possibleAnswers } from '../../../lib/core/discovery/possible-answers';
import type { Page, PageRequest } from '../../../lib/core/page';
import { policyInForce } from '../../../lib/core/tenants/in-force';
import { mayBeSeen, type Principal } from '../../../lib/core/tenants/principal';
import type { TenantRecord } from '../../../lib/core/tenants/records';
import {
  isServerPosition,
  type ListedServer,
  type ServerFilter,
  serverPosition,
} from '../../../lib/core/tenants/server-list';
import { type ApiOutcome, type ApiParts, operation, refusedRequest, success } from '../operation';
import { pageRequest, viewPage } from '../page';
import { viewAddeUrl, viewToken } from '../registration-views';
import { stateOf } from '../views';

export const findServers = operation({
  id: 'findServers',
  method: 'get',
  path: '/v1/servers',
  summary: 'The servers of all tenants that you may see, sorted by tenant and name',
  description:
    'Takes at most three reads of the table, however many servers there are; for an administrator, one for each of their tenants.',
  access: { role: 'tenant', scope: 'read' },
  query: serverQuerySchema,
  response: { schema: serverPageSchema, description: 'A page of servers.' },
  handle: async ({ principal, query }, parts) => {
    const { state, domain } = query;
    const wanted = pageRequest(query);
    if (wanted.after !== undefined && !isServerPosition(wanted.after))
      return unusable('cursor', 'the `next` of the page before');
    const name = domain === undefined ? undefined : parseDomainName(domain);
    if (name && !name.ok) return unusable('domain', 'a domain such as acme.example');
    const tenants = await tenantsIn({ ...query, domain: name?.value }, principal, parts);
    const page = await pageIn(tenants, { state }, wanted, parts);
    return success(viewPage(page, await rowView(page.items, parts)));
  },
});

function unusable(path: string, wanted: string): ApiOutcome {
  return refusedRequest([{ path, message: `Cannot use this text; expected ${wanted}` }]);
}

interface Scope {
  readonly tenant?: string;
  readonly domain?: DomainName;
}

/** The tenants that the query selects and the principal may see; nothing where it selects all. */
async function tenantsIn(
  { tenant, domain }: Scope,
  principal: Principal,
  { repository, now }: ApiParts,
): Promise<readonly string[] | undefined> {
  const wanted = (id: string) => mayBeSeen(principal, id) && (tenant === undefined || id === tenant);
  if (domain !== undefined) {
    const record = (await repository.domains([domain])).get(domain);
    return record && policyInForce(record, now()) && wanted(record.tenant) ? [record.tenant] : [];
  }
  if (tenant !== undefined) return wanted(tenant) ? [tenant] : [];
  return principal.role.kind === 'platform' ? undefined : [...new Set(principal.role.ids)].sort();
}

/** A page of all servers, or of those of a few tenants, one after the other. */
async function pageIn(
  tenants: readonly string[] | undefined,
  filter: ServerFilter,
  { limit, after }: PageRequest,
  { servers }: ApiParts,
): Promise<Page<ListedServer>> {
  if (!tenants) return servers.page(filter, { limit, after });
  const [reached] = after?.split('#') ?? [];
  const items: ListedServer[] = [];
  for (const tenant of tenants.filter((id) => reached === undefined || id >= reached)) {
    const request = { limit: limit - items.length, ...(tenant === reached ? { after } : {}) };
    const found = await servers.page({ ...filter, tenant }, request);
    items.push(...found.items);
    const last = items.at(-1);
    if (last && items.length === limit && (found.next !== undefined || tenant !== tenants.at(-1)))
      return { items, next: serverPosition(last.registration) };
  }
  return { items };
}

/** How servers are shown, together with parts of their tenants. */
async function rowView(
  found: readonly ListedServer[],
  { repository, registrations, now }: ApiParts,
): Promise<(server: ListedServer) => ServerRowView> {
  const ids = [...new Set(found.map(({ record }) => record.tenant))];
  const [tenants, ports] = await Promise.all([repository.tenants(ids), registrations()]);
  const byId = new Map<string, TenantRecord>(tenants.map((tenant) => [tenant.id, tenant]));
  return (server) => viewRow(server, byId.get(server.record.tenant), ports, now());
}

function viewRow(
  { record, registration }: ListedServer,
  tenant: TenantRecord | undefined,
  ports: Awaited<ReturnType<ApiParts['registrations']>>,
  now: number,
): ServerRowView {
  const kept = { ...record, registration };
  const policy = policyInForce(record, now);
  return {
    tenant: record.tenant,
    server: record.name,
    name: tenant?.name ?? record.tenant,
    state: stateOf(record),
    domains: tenant?.domains.map(({ name }) => name) ?? [],
    answers: policy ? possibleAnswers(policy).map(viewAnswers) : [],
    addeUrl: viewAddeUrl(registration, settingOf(ports, kept).defaultUrl),
    token: viewToken(kept, now),
  };
}

function viewAnswers({ families, answers }: PossibleAnswers): ServerRowView['answers'][number] {
  return { families: [...families], answers: [...answers] };
}
