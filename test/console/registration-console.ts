import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApi } from '../../lambda/api/app';
import { answerEvent } from '../../lambda/api/http-api';
import { buildConsole } from '../../lib/adapters/bundles/console-bundle';
import { createServerList } from '../../lib/adapters/dynamodb/server-list';
import { createTenantRepository } from '../../lib/adapters/dynamodb/tenants';
import { createObserver } from '../../lib/adapters/observe/domain-check';
import { createPlanner } from '../../lib/adapters/onboarding/planner';
import { createTokenVerifier } from '../../lib/adapters/openid/token-verifier';
import { visitCheck } from '../../lib/backend/checks/visit';
import { audienceOf, issuerOf } from '../../lib/contract/identity';
import { ok } from '../../lib/core/result';
import { owned } from '../../lib/core/tenants/authoring';
import { type DeclaredTenant, declaredTenant } from '../../lib/core/tenants/declared';
import type { OriginAnswer, OriginRequest } from '../../lib/local/cloudfront/ask-origin';
import { createConsoleHost } from '../../lib/local/console/console-host';
import { listen } from '../../lib/local/listener';
import { identitiesOf } from '../../lib/local/openid/identities';
import { createOpenId, type OpenId } from '../../lib/local/openid/openid';
import { createTestChecks, seen, type TestChecks } from '../support/checks';
import { startDynoxide } from '../support/dynamodb';
import { buildFleet, plainTenant } from '../support/fleet';
import { seedServers } from '../support/many-servers';
import { createTestRegistrations, type TestRegistrations } from '../support/registrations';
import { type SmallStage, startSmallStage } from '../support/small-stage';
import { domainRecord, serverRecord, tenantId, tenantRecord } from '../support/tenant-records';

/** The console over the API's own code, a table and Apple's service: all on this machine, in this process. */
export interface RegistrationConsole {
  readonly origin: string;
  readonly apple: TestRegistrations['apple'];
  readonly ports: TestRegistrations['ports'];
  /** How many discoveries CloudWatch counts in the present hour. */
  discoveries: number;
  /** Puts so many more tenants into the table, with a server each. */
  seed(tenants: number): Promise<void>;
  readonly checks: TestChecks;
  /** What domains answer devices; one that is not here knows no page. */
  readonly answers: SmallStage['answers'];
  /** Looks at a domain as if it were an hour ago. */
  checkEarlier(tenant: string, domain: string): Promise<void>;
  close(): Promise<void>;
}

const FLEET = buildFleet({
  tenants: {
    acme: plainTenant('acme.example', { name: 'Acme Corporation', servers: { main: { token: owned() } } }),
    globex: plainTenant('globex.example', { name: 'Globex', servers: { main: { token: owned() } } }),
  },
});

/** Once for all, as its files do not depend on what it speaks to. */
let building: Promise<string> | undefined;
function built(): Promise<string> {
  building ??= buildConsole(process.cwd(), newFolder('built-console'));
  return building;
}

export async function startRegistrationConsole(): Promise<RegistrationConsole> {
  const { config, tenants } = FLEET;
  const domains = tenants.flatMap((tenant) => tenant.domains.map(({ name }) => name));
  const [engine, directory, environment] = await Promise.all([startDynoxide(), built(), startSmallStage(domains)]);
  const table = await engine.createTable();
  const repository = createTenantRepository(engine.client, table);
  for (const tenant of tenants) await repository.commit(changesOf(tenant.id, declaredTenant(tenant)));
  const ids = tenants.map(({ id }) => id);
  const registrations = createTestRegistrations(engine.client, table, ids, Date.now);
  const hours = { ago: 0 };
  const checks = createTestChecks(engine.client, table, () => Date.now() - hours.ago * 3_600_000);
  const openId = createOpenId(identitiesOf(FLEET), join(newFolder('openid'), 'keys.json'));
  const { access } = environment;
  const observe = createObserver({ access, discoveryDomain: 'discovery.invalid', clock: Date.now });
  // Fallbacks lead through the backend's own host, which this world does not have.
  checks.environment = (subject) =>
    subject.kind === 'domain' ? observe(subject, Date.now() + 10_000) : seen('serving');
  const api = createApi({
    repository,
    servers: createServerList(engine.client, table),
    countInvocations: async (_from, to) => ok([{ at: to - 3_600_000, count: place.discoveries }]),
    registrations: async () => registrations.ports,
    checks: () => checks.ports,
    plan: () => createPlanner({ access, stage: config.stage, patienceMs: 10_000 }),
    clusters: FLEET.clusters,
    verify: createTokenVerifier({ issuer: issuerOf(config), audience: audienceOf(config), fetch: fetchOf(openId) }),
    now: Date.now,
    newId: () => randomUUID().slice(0, 8),
    write: () => {},
  });
  const answer = async (request: OriginRequest): Promise<OriginAnswer> => {
    const response = await answerEvent(eventOf(request), (each) => api.fetch(each));
    return { status: response.statusCode, fields: Object.entries(response.headers), body: response.body };
  };
  const host = createConsoleHost({
    config,
    directory: Promise.resolve(directory),
    backend: { answer, askProvider: openId.answer },
  });
  const listener = await listen(0, (request) => host({ ...request, host: 'localhost' }));
  if (!listener.ok) throw new Error(listener.problem.message);
  const place: RegistrationConsole = {
    origin: `http://localhost:${listener.value.port}`,
    apple: registrations.apple,
    ports: registrations.ports,
    discoveries: 0,
    seed: (tenants) => seedServers(engine, table, { tenants, each: 1 }, Date.now()),
    checks,
    answers: environment.answers,
    checkEarlier: async (tenant, domain) => {
      hours.ago = 1;
      await visitCheck(checks.ports, { tenant: tenantId(tenant), target: domain }, { isDue: () => true, deadline: 0 });
      hours.ago = 0;
    },
    close: async () => {
      await Promise.all([listener.value.close(), openId.close(), engine.close(), environment.close()]);
    },
  };
  return place;
}

function newFolder(purpose: string): string {
  return mkdtempSync(join(tmpdir(), `signpost-${purpose}-`));
}

function changesOf(id: string, { name, domains, servers }: DeclaredTenant) {
  return [
    {
      kind: 'tenant' as const,
      record: tenantRecord(id, {
        name,
        domains: domains.map(({ name: domain, decidedBy }) => ({ name: domain, decidedBy })),
        servers: servers.map((server) => server.name),
      }),
    },
    ...domains.map((domain) => ({ kind: 'domain' as const, record: domainRecord(domain.name, id) })),
    ...servers.map((server) => ({ kind: 'server' as const, record: serverRecord(server.name, id) })),
  ];
}

function eventOf({ method, target, fields, body }: OriginRequest) {
  const [rawPath = '', rawQueryString = ''] = target.split('?');
  return {
    rawPath,
    rawQueryString,
    headers: Object.fromEntries(fields.map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body).toString(),
    requestContext: { requestId: 'request', http: { method } },
  };
}

/** The provider's documents, as the API reads them. */
function fetchOf(openId: OpenId): typeof fetch {
  return async (input) => {
    const { host, pathname: target } = new URL(String(input));
    const fields = [['Host', host] as const];
    const answer = await openId.answer({ host, secure: true, method: 'GET', target, fields, body: new Uint8Array() });
    if (typeof answer === 'string') throw new Error('The provider does not answer.');
    return new Response(answer.body, { status: answer.status });
  };
}
