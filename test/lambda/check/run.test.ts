import { createCheckHandler } from '../../../lambda/check/run';
import { createTenantRepository } from '../../../lib/adapters/dynamodb/tenants';
import { BLIND, createTestChecks, seen, type TestChecks } from '../../support/checks';
import { type Engine, startDynoxide } from '../../support/dynamodb';
import { domainRecord, tenantId } from '../../support/tenant-records';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const TARGETS = Array.from({ length: 20 }, (_, index) => `d${String(index).padStart(2, '0')}.example`);

let engine: Engine;
let checks: TestChecks;
let now: number;
let lines: string[];
beforeAll(async () => {
  engine = await startDynoxide();
});
afterAll(() => engine.close());
beforeEach(async () => {
  const table = await engine.createTable();
  now = NOW;
  lines = [];
  checks = createTestChecks(engine.client, table, () => now);
  const repository = createTenantRepository(engine.client, table);
  for (const [index, target] of TARGETS.entries())
    await repository.commit([
      { kind: 'domain', record: domainRecord(target, 'acme') },
      { kind: 'check-due', tenant: 'acme', target, at: new Date(NOW - 60_000 + index).toISOString() },
    ]);
});

const run = (milliseconds = 240_000) => {
  const end = now + milliseconds;
  const handler = createCheckHandler({ ports: () => checks.ports, stage: 'prod', write: (line) => lines.push(line) });
  return handler({}, { getRemainingTimeInMillis: () => end - now });
};

const metric = (Name: string) => ({
  Namespace: 'Signpost',
  Dimensions: [['stage']],
  Metrics: [{ Name, Unit: 'Count' }],
});

describe('a run', () => {
  test('checks everything that is due, and writes one line', async () => {
    expect(await run()).toEqual({ visited: 20, defects: 0, unsent: 0, observations: 20, blind: 0, complete: true });
    expect([...checks.observed].sort()).toEqual(TARGETS);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        _aws: {
          Timestamp: NOW,
          CloudWatchMetrics: ['CheckDefects', 'CheckObservations', 'CheckBlindObservations'].map(metric),
        },
        CheckDefects: 0,
        CheckObservations: 20,
        CheckBlindObservations: 0,
        stage: 'prod',
        visited: 20,
        defects: 0,
        unsent: 0,
        observations: 20,
        blind: 0,
        complete: true,
        milliseconds: expect.any(Number),
      },
    ]);
    expect(await run()).toEqual({ visited: 0, defects: 0, unsent: 0, observations: 0, blind: 0, complete: true });
  });

  test('checks a few at the same time', async () => {
    let underWay = 0;
    let most = 0;
    checks.environment = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return seen('serving');
    };
    await run();
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(8);
  });

  test('begins nothing that it could not end, the longest waiting first; the next one goes on', async () => {
    checks.environment = () => {
      now += 20_000;
      return seen('serving');
    };
    const first = await run();
    expect(first).toMatchObject({ defects: 0, complete: false });
    expect(first.visited).toBeLessThan(20);
    expect([...checks.observed].sort()).toEqual(TARGETS.slice(0, first.visited));
    now = NOW + 300_000;
    while (!(await run()).complete) now += 300_000;
    expect([...new Set(checks.observed)].sort()).toEqual(TARGETS);
  });

  test('goes on where one check fails, and names no more than its target', async () => {
    checks.environment = ({ name }) => {
      if (name === 'd03.example') throw new TypeError('secret of jane@acme.example');
      return seen('serving');
    };
    expect(await run()).toMatchObject({ visited: 20, defects: 1, observations: 19, complete: true });
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'error',
      tenant: 'acme',
      target: 'd03.example',
      error: 'TypeError',
    });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ CheckDefects: 1 });
    expect(lines.join('')).not.toContain('secret');
    const key = { tenant: tenantId('acme'), target: 'd03.example' };
    expect(await checks.ports.store.get(key)).not.toHaveProperty('status');
  });

  test('counts the observations that saw nothing', async () => {
    checks.environment = ({ name }) => (name < 'd15' ? BLIND : seen('serving'));
    expect(await run()).toMatchObject({ visited: 20, defects: 0, observations: 20, blind: 15 });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ CheckObservations: 20, CheckBlindObservations: 15 });
  });

  test('counts a message that the topic refuses, and names no more than why', async () => {
    await run();
    const deliver = checks.deliver;
    checks.deliver = () => Promise.reject(new TypeError('secret of jane@acme.example'));
    checks.environment = ({ name }) => seen(name === 'd03.example' ? 'stuck' : 'serving');
    now += 3_600_000;
    lines = [];
    expect(await run()).toMatchObject({ defects: 0, unsent: 1 });
    expect(JSON.parse(lines[0] ?? '')).toEqual({ level: 'error', failed: 'to send a message', error: 'TypeError' });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ CheckDefects: 1 });
    expect(lines.join('')).not.toContain('secret');
    checks.deliver = deliver;
    now += 300_000;
    expect(await run()).toMatchObject({ unsent: 0 });
    expect(checks.messages).toHaveLength(1);
  });

  test('twice at the same time does no harm', async () => {
    const both = await Promise.all([run(), run()]);
    for (const each of both) expect(each).toMatchObject({ defects: 0, unsent: 0, complete: true });
    const all = await checks.ports.store.list('acme');
    expect(all.map(({ status, version }) => [status?.word, version])).toEqual(TARGETS.map(() => ['serving', 2]));
  });
});
