import { createServer, type Socket } from 'node:net';
import type { Resolver } from '../../../lib/adapters/dns/resolver';
import { createTenantRepository } from '../../../lib/adapters/dynamodb/tenants';
import { createObserver } from '../../../lib/adapters/observe/domain-check';
import type { NetworkAccess } from '../../../lib/adapters/observe/network-access';
import { visitCheck } from '../../../lib/backend/checks/visit';
import { isCheckDue, type ObservationOutcome } from '../../../lib/core/checks/check';
import { observed } from '../../../lib/core/observation';
import { problem } from '../../../lib/core/problems';
import type { TenantRepository } from '../../../lib/core/tenants/repository';
import { BLIND, createTestChecks, seen, type TestChecks } from '../../support/checks';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { domainRecord, EU1, NA1, serverRecord, tenantId } from '../../support/tenant-records';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const MINUTE = 60_000;
const ACME = { tenant: tenantId('acme'), target: 'acme.example' };
const FALLEN = 'Signpost: acme.example does not serve any more';
const AGAIN = 'Signpost: acme.example serves again';

const NO_TIME: ObservationOutcome = {
  kind: 'blind',
  problem: problem('check.no-time', 'Cannot observe it: the time is over; expected answers sooner'),
};

/** A server that takes every connection and never says anything. */
async function startFrozen(): Promise<{ readonly port: number; close(): void }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => void sockets.push(socket.on('error', () => {})));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port: address.port, close };
}

/** An internet in which every host has an address of each family, and all of them are this port. */
function networkAccessOf(port: number): NetworkAccess {
  const ask: Resolver['ask'] = async ({ name, type }) => {
    const data = { A: '93.184.216.1', AAAA: '2606:2800:220:1::1' };
    const answers = type === 'A' || type === 'AAAA' ? [{ name, type, data: data[type] }] : [];
    return observed({ code: 'NOERROR', answers, authorities: [] });
  };
  return {
    networkKind: 'internet',
    resolver: { name: 'test', ask },
    route: () => ({ host: '127.0.0.1', port }),
    allowInternal: false,
    timeoutMs: 200,
    maxConnections: 6,
    now: () => new Date(now),
  };
}

let engine: Engine;
let repository: TenantRepository;
let checks: TestChecks;
let now: number;
beforeAll(async () => {
  engine = await startDynoxide();
});
afterAll(() => engine.close());
beforeEach(async () => {
  const table = await engine.createTable();
  now = NOW;
  repository = createTenantRepository(engine.client, table);
  checks = createTestChecks(engine.client, table, () => now);
  await repository.commit([
    { kind: 'domain', record: domainRecord('acme.example', 'acme') },
    { kind: 'check-due', ...ACME, at: new Date(NOW).toISOString() },
  ]);
});

/** A visit at the next moment when one is due, as a run of the schedule makes it. */
const visitNext = async (key = ACME) => {
  const stored = await checks.ports.store.get(key);
  now = Math.max(now, Date.parse(stored?.nextCheck ?? ''));
  return visitCheck(checks.ports, key, { isDue: isCheckDue, deadline: now + MINUTE });
};
const visit = (key = ACME) => visitCheck(checks.ports, key, { isDue: isCheckDue, deadline: now + MINUTE });
const notified = () => checks.messages.map(({ subject }) => subject);
const changes = async () => {
  const { items } = await repository.listEvents('acme', { limit: 100 });
  return items.flatMap((event) => event.changes.map(({ from, to }) => `${from[0]} → ${to[0]}`));
};

describe('a domain', () => {
  test('that fails and recovers makes an event and a message each time', async () => {
    await visitNext();
    expect(await changes()).toEqual([]);
    checks.environment = () => seen('stuck');
    await visitNext();
    await visitNext();
    checks.environment = () => seen('serving');
    await visitNext();
    await visitNext();
    expect(await changes()).toEqual(['stuck → serving', 'serving → stuck']);
    expect(notified()).toEqual([FALLEN, AGAIN]);
    expect(checks.messages[0]?.body).toMatch(/Certificate.*: since yesterday\nRemedy: /);
  });

  test('that cannot be seen keeps its status, and shows since when', async () => {
    await visitNext();
    checks.environment = () => BLIND;
    const blind = await visitNext();
    const since = new Date(now).toISOString();
    expect(blind).toMatchObject({ status: { word: 'serving' }, blind: { since, code: 'check.no-way-out' } });
    expect(await visitNext()).toMatchObject({ status: { word: 'serving' }, blind: { since } });
    checks.environment = () => seen('serving');
    expect(await visitNext()).not.toHaveProperty('blind');
    expect(await changes()).toEqual([]);
    expect(notified()).toEqual([]);
  });

  test('that was never seen yet has no status', async () => {
    checks.environment = () => BLIND;
    expect(await visitNext()).not.toHaveProperty('status');
  });

  test('that seems to fail is observed twice: one lost packet sends no message', async () => {
    await visitNext();
    let observed = 0;
    checks.environment = () => {
      observed += 1;
      return seen(observed === 1 ? 'stuck' : 'serving');
    };
    expect(await visitNext()).toMatchObject({ status: { word: 'serving' } });
    expect(observed).toBe(2);
    expect(notified()).toEqual([]);
  });

  test('whose server takes connections and stays silent fails, although the second observation does not end in time', async () => {
    const frozen = await startFrozen();
    try {
      await visitNext();
      // For the second observation next to no time is left.
      let observed = 0;
      const clock = () => {
        observed += 1;
        return observed === 1 ? now : now + MINUTE - 20;
      };
      const observe = createObserver({
        access: networkAccessOf(frozen.port),
        discoveryDomain: 'discovery.invalid',
        clock,
      });
      checks.environment = (subject) => observe(subject, now + MINUTE);
      const fallen = await visitNext();
      expect(observed).toBe(2);
      expect(fallen).toMatchObject({ status: { word: 'stuck', findings: [{ code: 'network.timeout' }] } });
      expect(notified()).toEqual([FALLEN]);
    } finally {
      frozen.close();
    }
  });

  test.each([
    ['the second observation ends too late, having had no time', 1000, NO_TIME],
    ['the second observation finds no way out', MINUTE, BLIND],
  ])('that seems to fail keeps its status where %s', async (_case, left, second) => {
    await visitNext();
    now += 60 * MINUTE;
    const deadline = now + left;
    let observed = 0;
    checks.environment = () => {
      observed += 1;
      return observed === 1 ? seen('stuck') : second;
    };
    const check = await visitCheck(checks.ports, ACME, { isDue: isCheckDue, deadline });
    expect(check).toMatchObject({ status: { word: 'serving' }, blind: second.kind === 'blind' && second.problem });
    expect(notified()).toEqual([]);
  });

  test('is not checked before its time, and sooner while it does not serve', async () => {
    await visitNext();
    const serving = await checks.ports.store.get(ACME);
    await visit();
    expect(checks.observed).toHaveLength(1);
    checks.environment = () => seen('stuck');
    const stuck = await visitNext();
    expect(Date.parse(serving?.nextCheck ?? '') - NOW).toBeLessThanOrEqual(60 * MINUTE);
    expect(Date.parse(stuck?.nextCheck ?? '') - now).toBeLessThanOrEqual(15 * MINUTE);
  });

  test('is judged by what is in force: an override counts', async () => {
    const policies: unknown[] = [];
    checks.environment = ({ policy }) => {
      policies.push(policy);
      return seen('serving');
    };
    await visitNext();
    const override = { policy: EU1, until: '2026-12-01T00:00:00.000Z' };
    await repository.commit([
      { kind: 'domain', record: domainRecord('acme.example', 'acme', { override, version: 2 }) },
    ]);
    await visitNext();
    expect(policies).toEqual([NA1, EU1]);
  });

  test.each([
    ['is gone', 'acme', { answersUntil: '2026-11-21T00:00:00.000Z', releasedAt: '2026-11-21T00:00:00.000Z' }],
    ['is on its way out', 'acme', { answersUntil: '2026-11-28T00:00:00.000Z', releasedAt: '2026-11-21T00:00:00.000Z' }],
    ["is another tenant's", 'globex', {}],
  ])('that %s is checked no more, and its check is removed', async (_case, tenant, changed) => {
    await visitNext();
    const record = domainRecord('acme.example', tenant, { ...changed, version: 2 });
    await repository.commit([{ kind: 'domain', record }]);
    expect(await visitNext()).toBeUndefined();
    expect(await checks.ports.store.list('acme')).toEqual([]);
    expect(checks.observed).toHaveLength(1);
  });
});

test('a fallback is named by its server', async () => {
  await repository.commit([{ kind: 'server', record: serverRecord('main', 'acme') }]);
  const key = { tenant: tenantId('acme'), target: 'server:main' };
  await visit(key);
  checks.environment = () => seen('stuck');
  await visitNext(key);
  expect(notified()).toEqual(['Signpost: the fallback acme/main does not serve any more']);
});

describe('a message', () => {
  const fall = async () => {
    await visitNext();
    checks.environment = () => seen('stuck');
  };

  test('that could not be sent is sent by a later visit, once', async () => {
    await fall();
    const deliver = checks.deliver;
    checks.deliver = () => Promise.reject(new Error('no topic'));
    await visitNext();
    expect((await checks.ports.store.get(ACME))?.outbox).toHaveLength(1);
    checks.deliver = deliver;
    await visit();
    expect(notified()).toEqual([]);
    now += 2 * MINUTE;
    const due = await checks.ports.store.listDue(new Date(now).toISOString());
    expect(due.items).toEqual([ACME]);
    await visit();
    await visit();
    expect(notified()).toEqual([FALLEN]);
    expect((await checks.ports.store.get(ACME))?.outbox).toEqual([]);
  });

  test('of a visit that died before it was sent is sent by the next', async () => {
    await fall();
    const dying = createDying();
    await expect(visitCheckWith(dying)).rejects.toThrow('killed');
    now += 2 * MINUTE;
    await visit();
    expect(notified()).toEqual([FALLEN]);
  });

  /** Ports of a process that is killed when it would send. */
  function createDying() {
    return {
      ...checks.ports,
      notify: () => {
        throw new Error('killed');
      },
    };
  }
  const visitCheckWith = async (ports: typeof checks.ports) => {
    now = Date.parse((await checks.ports.store.get(ACME))?.nextCheck ?? '');
    return visitCheck(ports, ACME, { isDue: isCheckDue, deadline: now + MINUTE });
  };

  test('of two visits at once is sent once, with one event', async () => {
    await fall();
    now = Date.parse((await checks.ports.store.get(ACME))?.nextCheck ?? '');
    await Promise.all([visit(), visit(), visit()]);
    expect(notified()).toEqual([FALLEN]);
    expect(await changes()).toEqual(['serving → stuck']);
  });

  test('that waits is sent once by two visits at once', async () => {
    await fall();
    const deliver = checks.deliver;
    checks.deliver = () => Promise.reject(new Error('no topic'));
    await visitNext();
    checks.deliver = deliver;
    now += 2 * MINUTE;
    await Promise.all([visit(), visit()]);
    expect(notified()).toEqual([FALLEN]);
  });

  test('that was sent is noted, although the declaration changes meanwhile', async () => {
    await fall();
    checks.deliver = async (message) => {
      checks.messages.push(message);
      await repository.commit([{ kind: 'check-due', ...ACME, at: new Date(now).toISOString() }]);
    };
    await visitNext();
    expect((await checks.ports.store.get(ACME))?.outbox).toEqual([]);
    expect(notified()).toEqual([FALLEN]);
  });
});
