import { createDeclareHandler } from '../../../lambda/declare/answer';
import { renderAnswer } from '../../../lambda/declare/protocol';
import { createCheckStore } from '../../../lib/adapters/dynamodb/checks';
import { createTenantRepository } from '../../../lib/adapters/dynamodb/tenants';
import type { CheckStore } from '../../../lib/backend/checks/ports';
import { declarePhysicalId } from '../../../lib/contract/declare';
import { encodeDeclaration } from '../../../lib/core/tenants/declaration-text';
import type { DeclaredTenant } from '../../../lib/core/tenants/declared';
import type { TenantRepository } from '../../../lib/core/tenants/repository';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { declared, EU1, NA1, watched } from '../../support/tenant-records';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const GRACE = '2026-11-28T12:00:00.000Z';

let engine: Engine;
let repository: TenantRepository;
let checks: CheckStore;
let now: number;
let answers: Record<string, unknown>[];
let lines: string[];
let beforeCall: (name: string) => void;
let requests = 0;
beforeAll(async () => {
  engine = await startDynoxide();
});
afterAll(() => engine.close());
beforeEach(async () => {
  const table = await engine.createTable();
  repository = createTenantRepository(engine.client, table);
  checks = createCheckStore(engine.client, table);
  now = NOW;
  answers = [];
  lines = [];
  beforeCall = () => {};
});

/** A handler on the table; several may run at once. */
function newHandler(put: (url: string, body: string) => Promise<void> = collect) {
  let ids = 0;
  return createDeclareHandler({
    repository: watched(repository, (name) => beforeCall(name)),
    stage: 'local',
    now: () => now,
    newId: () => {
      ids += 1;
      return `e${ids}-${Math.trunc(now / 1000)}`;
    },
    put,
    write: (line) => lines.push(line),
  });
}

async function collect(url: string, body: string): Promise<void> {
  expect(url).toBe('https://presigned.example/?signature=x');
  answers.push(JSON.parse(body));
}

type Event = Readonly<Record<string, unknown>>;

function cloudFormationEvent(RequestType: string, tenant: string, what: DeclaredTenant, changes: Event = {}): Event {
  requests += 1;
  const known = RequestType === 'Create' ? {} : { PhysicalResourceId: declarePhysicalId('local', tenant) };
  return {
    RequestType,
    RequestId: `request-${requests}`,
    StackId: `stack-${tenant}`,
    LogicalResourceId: 'Declaration',
    ResourceType: 'Custom::SignpostTenant',
    ResponseURL: 'https://presigned.example/?signature=x',
    ...known,
    ResourceProperties: { ServiceToken: 'arn', stage: 'local', tenantId: tenant, declaration: encodeDeclaration(what) },
    ...changes,
  };
}

/** Sends an event and returns what CloudFormation was answered. */
async function send(event: Event): Promise<Record<string, unknown>> {
  await newHandler()(event);
  return answers.at(-1) ?? {};
}

const create = (tenant: string, what: DeclaredTenant, changes?: Event) =>
  send(cloudFormationEvent('Create', tenant, what, changes));
const update = (tenant: string, what: DeclaredTenant, changes?: Event) =>
  send(cloudFormationEvent('Update', tenant, what, changes));
const remove = (tenant: string, what: DeclaredTenant, changes?: Event) =>
  send(cloudFormationEvent('Delete', tenant, what, changes));
const actions = async (tenant: string) =>
  (await repository.listEvents(tenant, { limit: 50 })).items.map(({ action }) => action);

describe('Create', () => {
  test('declares the tenant, claims its domains and writes an event', async () => {
    const answer = await create('acme', declared('acme.example', 'acme-uk.example'));
    expect(answer).toEqual({
      Status: 'SUCCESS',
      PhysicalResourceId: 'signpost-local-tenant-acme',
      StackId: 'stack-acme',
      RequestId: expect.any(String),
      LogicalResourceId: 'Declaration',
    });
    expect(await repository.tenant('acme')).toMatchObject({
      name: 'Acme',
      domains: [{ name: 'acme.example' }, { name: 'acme-uk.example' }],
      servers: ['main'],
      version: 1,
    });
    expect((await repository.domain('acme', 'acme.example')).record).toMatchObject({ declared: NA1, version: 1 });
    expect(await repository.servers('acme')).toMatchObject([{ name: 'main', declared: NA1 }]);
    const { items } = await repository.listEvents('acme', { limit: 10 });
    expect(items).toMatchObject([{ action: 'tenant.declared', by: 'deployment' }]);
    expect(items[0]?.changes).toContainEqual({
      subject: 'acme.example',
      version: 1,
      from: ['nothing'],
      to: ['→ na1.mdm.example'],
    });
  });

  test('of a domain that another tenant has fails, says what to do, and writes nothing', async () => {
    await create('acme', declared('acme.example'));
    const answer = await create('globex', declared('globex.example', 'acme.example'));
    expect(answer['Status']).toBe('FAILED');
    expect(answer['Reason']).toContain('the tenant "acme" has it');
    expect(answer['Reason']).toContain('remove it from tenants/acme.ts and deploy that tenant');
    expect(answer['Reason']).toContain('[declaration.domain-claimed]');
    expect(await repository.tenant('globex')).toBeUndefined();
    expect((await repository.domains(['globex.example'])).size).toBe(0);
  });

  test('that failed is followed by a Delete, which changes nothing', async () => {
    await create('acme', declared('acme.example'));
    const stolen = declared('acme.example');
    const failed = await create('globex', stolen);
    const answer = await remove('globex', stolen, { PhysicalResourceId: failed['PhysicalResourceId'] });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: failed['PhysicalResourceId'] });
    expect((await repository.domain('acme', 'acme.example')).record).not.toHaveProperty('releasedAt');
    expect(await repository.tenant('globex')).toBeUndefined();
  });

  test('that was rolled back keeps the id that CloudFormation made up', async () => {
    const answer = await remove('acme', declared('acme.example'), { PhysicalResourceId: 'Tenant-acme-Declaration-X1' });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'Tenant-acme-Declaration-X1' });
  });

  test('of more domains than a transaction takes is done in steps', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `d${index}.example`);
    expect(await create('acme', declared(...names))).toMatchObject({ Status: 'SUCCESS' });
    expect((await repository.domains(names)).size).toBe(100);
    expect(await repository.tenant('acme')).toMatchObject({ requests: [expect.any(String)], version: 5 });
    expect(await update('acme', declared('one.example'))).toMatchObject({ Status: 'SUCCESS' });
    const left = [...(await repository.domains(names)).values()].filter(({ releasedAt }) => releasedAt === undefined);
    expect(left).toEqual([]);
    expect((await repository.tenant('acme'))?.domains).toEqual([{ name: 'one.example', decidedBy: 'backend' }]);
  });
});

describe('Update', () => {
  test('updates what is declared again, releases what was removed, claims what was added', async () => {
    await create('acme', declared('acme.example', 'old.example'));
    const what = declared('acme.example', 'new.example');
    const [first, ...others] = what.domains;
    if (!first) throw new Error('no domain');
    await update('acme', { ...what, domains: [{ ...first, policy: EU1 }, ...others] });
    expect((await repository.domain('acme', 'acme.example')).record).toMatchObject({ declared: EU1, version: 2 });
    expect((await repository.domain('acme', 'new.example')).record).toMatchObject({ version: 1 });
    const at = new Date(NOW).toISOString();
    expect((await repository.domain('acme', 'old.example')).record).toMatchObject({ releasedAt: at, answersUntil: at });
  });

  test('that declares the same writes no event and no new version of a domain', async () => {
    await create('acme', declared('acme.example'));
    await update('acme', declared('acme.example'));
    expect((await repository.domain('acme', 'acme.example')).record?.version).toBe(1);
    expect(await actions('acme')).toEqual(['tenant.declared']);
  });

  test('of a tenant that the table does not know declares it', async () => {
    expect(await update('acme', declared('acme.example'))).toMatchObject({ Status: 'SUCCESS' });
    expect(await repository.tenant('acme')).toMatchObject({ version: 1 });
  });

  test('delivered twice, or late, changes nothing the second time', async () => {
    await create('acme', declared('acme.example'));
    const first = cloudFormationEvent('Update', 'acme', declared('first.example'));
    await send(first);
    await send(first);
    await update('acme', declared('second.example'));
    const before = await repository.tenant('acme');
    expect(await send(first)).toMatchObject({ Status: 'SUCCESS' });
    expect(await repository.tenant('acme')).toEqual(before);
    expect(before?.domains).toMatchObject([{ name: 'second.example' }]);
  });

  test('keeps an override in force', async () => {
    await create('acme', declared('acme.example'));
    await override('acme.example');
    const what = declared('acme.example');
    await update('acme', { ...what, domains: what.domains.map((domain) => ({ ...domain, policy: EU1 })) });
    expect((await repository.domain('acme', 'acme.example')).record).toMatchObject({
      declared: EU1,
      override: { policy: { otherwise: { kind: 'absent' } } },
    });
  });

  test('that would silently end an override fails, until the override has ended', async () => {
    await create('acme', declared('acme.example'));
    await override('acme.example');
    const what = declared('acme.example');
    const atTheEdge = { ...what, domains: what.domains.map((domain) => ({ ...domain, decidedBy: 'edge' as const })) };
    const answer = await update('acme', atTheEdge);
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('override remove acme.example') });
    now = Date.parse('2026-11-22T00:00:00.000Z');
    expect(await update('acme', atTheEdge)).toMatchObject({ Status: 'SUCCESS' });
    expect((await repository.domain('acme', 'acme.example')).record).not.toHaveProperty('override');
  });

  test('of a removed server lets it answer for its grace, and comes back as it was', async () => {
    await create('acme', declared('acme.example'));
    await update('acme', { ...declared('acme.example'), servers: [] });
    expect((await repository.server('acme', 'main')).record).toMatchObject({ answersUntil: GRACE });
    await update('acme', declared('acme.example'));
    expect((await repository.server('acme', 'main')).record).not.toHaveProperty('answersUntil');
  });
});

async function override(domain: string): Promise<void> {
  const { record } = await repository.domain('acme', domain);
  if (!record) throw new Error('no record');
  const policy = { salt: 'x', rules: [], otherwise: { kind: 'absent' as const } };
  const changed = { ...record, override: { policy, until: '2026-11-22T00:00:00.000Z' }, version: record.version + 1 };
  await repository.commit([{ kind: 'domain', record: changed }]);
}

describe('Delete', () => {
  test('releases the tenant for seven days and leaves everything answering', async () => {
    await create('acme', declared('acme.example'));
    expect(await remove('acme', declared('acme.example'))).toMatchObject({ Status: 'SUCCESS' });
    expect(await repository.tenant('acme')).toMatchObject({
      releasedAt: new Date(NOW).toISOString(),
      graceUntil: GRACE,
    });
    expect((await repository.domain('acme', 'acme.example')).record).toMatchObject({ answersUntil: GRACE });
    expect((await repository.server('acme', 'main')).record).toMatchObject({ answersUntil: GRACE });
    expect(await actions('acme')).toContain('tenant.released');
  });

  test('a second time keeps the first end of grace', async () => {
    await create('acme', declared('acme.example'));
    await remove('acme', declared('acme.example'));
    now += 3_600_000;
    await remove('acme', declared('acme.example'));
    expect(await repository.tenant('acme')).toMatchObject({ graceUntil: GRACE });
  });

  test('by a stack that is no longer the one that declared it changes nothing', async () => {
    await create('acme', declared('acme.example'), { StackId: 'old-stack' });
    await create('acme', declared('acme.example'), { StackId: 'new-stack' });
    await remove('acme', declared('acme.example'), { StackId: 'old-stack' });
    expect(await repository.tenant('acme')).not.toHaveProperty('releasedAt');
  });

  test('and deploying again within the grace brings everything back, the override too', async () => {
    await create('acme', declared('acme.example'));
    await override('acme.example');
    await remove('acme', declared('acme.example'));
    await create('acme', declared('acme.example'), { StackId: 'new-stack' });
    const { record } = await repository.domain('acme', 'acme.example');
    expect(record).toMatchObject({ override: { until: '2026-11-22T00:00:00.000Z' } });
    expect(record).not.toHaveProperty('releasedAt');
    expect(await repository.tenant('acme')).not.toHaveProperty('releasedAt');
    expect(await actions('acme')).toContain('tenant.returned');
  });

  test('of what could not be read succeeds, as it was never declared', async () => {
    const event = cloudFormationEvent('Delete', 'acme', declared('acme.example'), { ResourceProperties: {} });
    expect(await send(event)).toMatchObject({ Status: 'SUCCESS' });
  });
});

describe('checks from the internet', () => {
  const due = async (tenant = 'acme') =>
    (await checks.list(tenant)).map(({ target, nextCheck }) => [target, Date.parse(nextCheck) - NOW]);

  test('start at once for new targets, and after a while for changed ones', async () => {
    await create('acme', declared('acme.example'));
    expect(await due()).toEqual([
      ['acme.example', 0],
      ['server:main', 0],
    ]);
    now += 60_000;
    const changed = declared('acme.example', 'new.example');
    const domains = changed.domains.map((each) => (each.name === 'acme.example' ? { ...each, policy: EU1 } : each));
    await update('acme', { ...changed, domains });
    expect(await due()).toEqual([
      ['acme.example', 16 * 60_000],
      ['new.example', 60_000],
      ['server:main', 0],
    ]);
  });

  test('end when a domain is taken out, and when the stack is deleted', async () => {
    await create('acme', declared('acme.example', 'old.example'));
    await update('acme', declared('acme.example'));
    expect((await due()).map(([target]) => target)).toEqual(['acme.example', 'server:main']);
    await remove('acme', declared('acme.example'));
    expect(await due()).toEqual([]);
    await create('acme', declared('acme.example'));
    expect((await due()).map(([target]) => target)).toEqual(['acme.example', 'server:main']);
  });

  test('go with the domain to another tenant', async () => {
    await create('acme', declared('acme.example', 'moving.example'));
    await update('acme', declared('acme.example'));
    await create('globex', declared('moving.example'));
    expect((await due('globex')).map(([target]) => target)).toEqual(['moving.example', 'server:main']);
    expect((await due()).map(([target]) => target)).toEqual(['acme.example', 'server:main']);
  });
});

describe('moving a domain', () => {
  test('out of the file of one tenant and into the file of another', async () => {
    await create('acme', declared('acme.example', 'moved.example'));
    await override('moved.example');
    await update('acme', declared('acme.example'));
    expect(await create('globex', declared('moved.example'))).toMatchObject({ Status: 'SUCCESS' });
    const { record } = await repository.domain('globex', 'moved.example');
    expect(record).toMatchObject({ tenant: 'globex', version: 4 });
    expect(record).not.toHaveProperty('override');
    expect(await actions('acme')).toContain('domain.taken');
  });

  test('hides the new tenant from the one that had it, and shows the new one what it got', async () => {
    await create('acme', declared('acme.example', 'moved.example'));
    await update('acme', declared('acme.example'));
    await create('globex', declared('moved.example'));
    const events = async (tenant: string) => (await repository.listEvents(tenant, { limit: 50 })).items;
    expect(JSON.stringify(await events('acme'))).not.toContain('globex');
    expect((await events('globex')).flatMap(({ changes }) => changes)).toContainEqual(
      expect.objectContaining({ subject: 'moved.example', from: ['nothing'] }),
    );
  });

  test('to a tenant of another name, once the old stack is destroyed', async () => {
    await create('acme', declared('acme.example'));
    expect(await create('acme-corp', declared('acme.example'))).toMatchObject({ Status: 'FAILED' });
    await remove('acme', declared('acme.example'));
    expect(await create('acme-corp', declared('acme.example'))).toMatchObject({ Status: 'SUCCESS' });
    expect((await repository.domain('acme', 'acme.example')).record).toBeUndefined();
    expect(await create('acme', declared('acme.example'), { StackId: 'x' })).toMatchObject({ Status: 'FAILED' });
  });
});

describe('at once', () => {
  test('two deployments of one tenant end as one of them', async () => {
    const [a, b] = [declared('a1.example', 'a2.example'), declared('b1.example', 'b2.example')];
    await Promise.all([create('acme', a), update('acme', b)]);
    expect(answers.map(({ Status }) => Status)).toEqual(['SUCCESS', 'SUCCESS']);
    const domains = (await repository.tenant('acme'))?.domains.map(({ name }) => String(name)) ?? [];
    const records = await repository.domains(['a1.example', 'a2.example', 'b1.example', 'b2.example']);
    const claimed = [...records.values()].filter(({ releasedAt }) => releasedAt === undefined).map(({ name }) => name);
    expect([
      ['a1.example', 'a2.example'],
      ['b1.example', 'b2.example'],
    ]).toContainEqual(domains);
    expect(claimed.sort()).toEqual(domains);
  });

  test('two tenants never both get a domain', async () => {
    await Promise.all([create('acme', declared('one.example')), create('globex', declared('one.example'))]);
    expect(answers.map(({ Status }) => Status).sort()).toEqual(['FAILED', 'SUCCESS']);
  });

  test('a writer that never stops is reported', async () => {
    await create('acme', declared('acme.example'));
    let version = 1;
    const tenant = await repository.tenant('acme');
    if (!tenant) throw new Error('no tenant');
    const original = repository;
    repository = {
      ...original,
      commit: async (changes) => {
        version += 1;
        await original.commit([{ kind: 'tenant', record: { ...tenant, version } }]);
        return original.commit(changes);
      },
    };
    await newHandler()(cloudFormationEvent('Update', 'acme', declared('acme.example')));
    expect(answers.at(-1)).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('[declaration.busy]') });
  });
});

describe('faults', () => {
  test('a table that fails at any step leaves something that the next try completes', async () => {
    const names = Array.from({ length: 70 }, (_, index) => `d${index}.example`);
    let calls = 0;
    beforeCall = () => {
      calls += 1;
    };
    await create('count', declared(...names));
    const steps = calls;
    expect(steps).toBeGreaterThan(8);
    for (let step = 1; step <= steps; step += 1) {
      repository = createTenantRepository(engine.client, await engine.createTable());
      calls = 0;
      beforeCall = () => {
        calls += 1;
        if (calls === step) throw Object.assign(new Error('the message names a table'), { name: 'TimeoutError' });
      };
      const answer = await create('acme', declared(...names));
      expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('[declaration.failed]') });
      expect(answer['Reason']).not.toContain('table names');
      beforeCall = () => {};
      expect(await update('acme', declared(...names))).toMatchObject({ Status: 'SUCCESS' });
      expect((await repository.domains(names)).size).toBe(70);
      expect((await repository.tenant('acme'))?.domains).toHaveLength(70);
    }
  });

  test.each([
    ['another stage', { stage: 'prod' }, 'declaration.wrong-stage'],
    ['no tenant id', { tenantId: 'Not An Id' }, 'declaration.unreadable'],
    ['no JSON', { declaration: '{' }, 'declaration.unreadable'],
    ['another shape', { declaration: '{"name":"x"}' }, 'declaration.unreadable'],
    [
      'a policy that is not there',
      { declaration: encodeDeclaration(declared('a.example')).replace('"policy":0', '"policy":7') },
      'declaration.unreadable',
    ],
    ['a property that is missing', { declaration: undefined }, 'declaration.unreadable'],
  ])('%s: an answer that says so', async (_case, properties, code) => {
    const event = cloudFormationEvent('Create', 'acme', declared('acme.example'));
    const ResourceProperties = { ...(event['ResourceProperties'] as object), ...properties };
    const answer = await send({ ...event, ResourceProperties });
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining(`[${code}]`) });
    expect(answer['PhysicalResourceId']).toBeTruthy();
  });

  test('a Delete for another stage is answered, as nothing was made there', async () => {
    const event = cloudFormationEvent('Delete', 'acme', declared('acme.example'));
    const ResourceProperties = { ...(event['ResourceProperties'] as object), stage: 'prod' };
    expect(await send({ ...event, ResourceProperties })).toMatchObject({ Status: 'SUCCESS' });
  });

  test('a reason longer than CloudFormation takes is cut between characters', () => {
    const address = { url: 'u', stackId: 's'.repeat(200), requestId: 'r', logicalResourceId: 'l' };
    const text = renderAnswer(address, { status: 'FAILED', physicalId: 'p', reason: `x${'ü'.repeat(10_000)}` });
    expect(Buffer.byteLength(text)).toBeLessThan(4096);
    expect(JSON.parse(text).Reason).toMatch(/^xü+…$/);
  });

  test.each([null, 'text', {}, { RequestType: 'Create' }])('an event without an address (%p) throws', async (event) => {
    await expect(newHandler()(event)).rejects.toThrow('no return address');
  });

  test('an answer that cannot be handed in is tried again, and then throws without the address', async () => {
    let tries = 0;
    const put = async () => {
      tries += 1;
      throw new Error('status 503');
    };
    await expect(newHandler(put)(cloudFormationEvent('Create', 'acme', declared()))).rejects.toThrow('status 503');
    expect(tries).toBe(3);
  });

  test('the line has the request and its outcome, not the address', async () => {
    await create('acme', declared('acme.example'));
    expect(lines).toHaveLength(1);
    expect(Object.keys(JSON.parse(lines[0] ?? ''))).toEqual(['requestId', 'status']);
  });
});
