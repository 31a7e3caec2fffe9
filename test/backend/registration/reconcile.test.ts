import { configureAddeUrl, removeAddeUrl } from '../../../lib/backend/registration/commands';
import type { RegistrationPorts } from '../../../lib/backend/registration/ports';
import { reconcile } from '../../../lib/backend/registration/reconcile';
import { changeControls, readControls } from '../../../lib/backend/registration/record';
import { releaseBrake, setAppleWrites } from '../../../lib/core/registration/controls';
import { askingOf, atApple, DEFAULT_URL, HOUR, MAIN, MINUTE, OTHER, open, run, value, writes } from './desk';
import { createSimulation } from './simulation';

describe('a stage that only observes', () => {
  test('stores requests and changes URLs at Apple when it is allowed to', async () => {
    const { simulation, ports, asking } = open('report', { initialWrites: 'observeOnly' });
    expect(value(await configureAddeUrl(ports, MAIN, undefined, asking))).toMatchObject({
      state: 'pending',
      fault: { code: 'adde.observe-only' },
    });
    await run(simulation, ports);
    expect(writes(simulation)).toBe(0);
    expect(simulation.notified.map(({ code }) => code)).toEqual(['adde.observe-only']);
    await changeControls(ports, (controls) => setAppleWrites(controls, 'on', 'platform', simulation.now));
    simulation.now += 10 * MINUTE;
    await run(simulation, ports);
    expect(atApple(simulation)).toBe(DEFAULT_URL);
  });

  test('asks Apple about what it holds back as often as about anything else, and goes on at once', async () => {
    const { simulation, ports, asking } = open('report', { initialWrites: 'observeOnly' });
    await configureAddeUrl(ports, MAIN, undefined, asking);
    const read = jest.spyOn(ports.vault, 'read');
    for (let minute = 0; minute < 12 * 60; minute += 5) {
      simulation.now += 5 * MINUTE;
      await run(simulation, ports);
    }
    expect(read.mock.calls.length).toBeGreaterThanOrEqual(10);
    expect(read.mock.calls.length).toBeLessThanOrEqual(12);
    await changeControls(ports, (controls) => setAppleWrites(controls, 'on', 'platform', simulation.now));
    simulation.now += 10 * MINUTE;
    await run(simulation, ports);
    expect(atApple(simulation)).toBe(DEFAULT_URL);
  });

  test('is what a restored table makes of it: nothing changes at Apple until the platform team allows it', async () => {
    const { simulation, ports, asking } = open('restore');
    await configureAddeUrl(ports, MAIN, OTHER, asking);
    await run(simulation, ports);
    const yesterday = structuredClone({
      servers: [...simulation.tables.servers],
      controls: simulation.tables.controls,
    });
    simulation.now += 24 * HOUR;
    await configureAddeUrl(ports, MAIN, undefined, askingOf(simulation));
    // The table of yesterday, under another identity.
    simulation.tables.servers.clear();
    for (const [name, server] of yesterday.servers) simulation.tables.servers.set(name, server);
    simulation.tables.controls = yesterday.controls;
    const restored = { ...simulation.start(), stage: { ...simulation.stage, storeId: 'table-2' } };
    const written = writes(simulation);
    for (let hour = 0; hour < 30; hour += 1) {
      simulation.now += 70 * MINUTE;
      await run(simulation, restored);
    }
    expect(writes(simulation)).toBe(written);
    expect(atApple(simulation)).toBe(DEFAULT_URL);
    expect(await readControls(restored)).toMatchObject({ appleWrites: 'observeOnly', because: 'restored' });
    expect(simulation.notified.filter(({ code }) => code === 'adde.observe-only')).toHaveLength(1);
  });
});

describe('the brake', () => {
  test('stops too many changes within an hour, reports it once, and goes on when it is released', async () => {
    const servers = Array.from({ length: 25 }, (_, number) => ({ tenant: `t${number}`, server: 'main' }));
    const simulation = createSimulation(servers);
    const ports = simulation.start();
    for (const key of servers) await configureAddeUrl(ports, key, undefined, askingOf(simulation));
    const set = () => Object.values(simulation.apple.store.read().entries).filter(({ url }) => url).length;
    expect(set()).toBe(20);
    simulation.now += 3 * HOUR;
    await run(simulation, ports);
    expect(set()).toBe(20);
    expect(simulation.notified.map(({ code }) => code)).toEqual(['adde.brake']);
    await changeControls(ports, (controls) => releaseBrake(controls, 'platform', simulation.now));
    simulation.now += 10 * MINUTE;
    await run(simulation, ports);
    expect(set()).toBe(25);
  });
});

test('one tenant that changes its mind again and again pulls no brake for the others', async () => {
  const simulation = createSimulation([MAIN, { tenant: 'globex', server: 'main' }]);
  const ports = simulation.start();
  for (let round = 0; round < 11; round += 1) {
    await configureAddeUrl(ports, MAIN, undefined, askingOf(simulation, 'tenant'));
    await removeAddeUrl(ports, MAIN, askingOf(simulation, 'tenant'));
  }
  const globex = { tenant: 'globex', server: 'main' };
  const asking = askingOf(simulation, 'tenant');
  expect(value(await configureAddeUrl(ports, globex, undefined, asking))).toMatchObject({ state: 'set' });
});

describe('reconcile', () => {
  const servers = Array.from({ length: 9 }, (_, number) => ({ tenant: `t${number}`, server: 'main' }));

  test('visits everything that is due, and nothing twice', async () => {
    const simulation = createSimulation(servers);
    const ports = simulation.start();
    expect(await run(simulation, ports)).toEqual({ visited: 9, defects: 0, complete: true });
    expect(await run(simulation, ports)).toEqual({ visited: 0, defects: 0, complete: true });
  });

  test('two at once do no harm', async () => {
    const simulation = createSimulation(servers);
    const ports = simulation.start();
    for (const { tenant, server } of servers) {
      await configureAddeUrl(ports, { tenant, server }, undefined, askingOf(simulation));
      simulation.apple.overwrite(`${tenant}/${server}`, OTHER);
    }
    simulation.now += 2 * HOUR;
    await Promise.all([run(simulation, ports), run(simulation, simulation.start())]);
    const { events } = simulation.tables;
    expect(events.filter(({ what }) => what === 'overwritten')).toHaveLength(9);
    expect(simulation.notified).toHaveLength(9);
  });

  test('ends when its time is over, and goes on the next time', async () => {
    const simulation = createSimulation(servers);
    const ports = simulation.start();
    simulation.apple.faults.add({ fault: { kind: 'slow', milliseconds: 9000 } });
    const first = await run(simulation, ports, 1);
    expect(first).toMatchObject({ complete: false });
    expect(first.visited).toBeGreaterThan(0);
    simulation.apple.faults.clear();
    const second = await run(simulation, ports, 1);
    expect(second).toMatchObject({ complete: true });
    expect(first.visited + second.visited).toBe(9);
  });

  test('goes one by one when Apple throttles, and visits all the same', async () => {
    const simulation = createSimulation(servers);
    const ports = simulation.start();
    simulation.apple.faults.add({ fault: { kind: 'status', status: 429, retryAfterSeconds: 300 }, times: 2 });
    expect(await run(simulation, ports)).toMatchObject({ visited: 9, complete: true });
  });

  test('is not stopped by a defect with one server', async () => {
    const simulation = createSimulation(servers);
    const ports = simulation.start();
    const broken: string[] = [];
    const vault: RegistrationPorts['vault'] = {
      ...ports.vault,
      read: (key, source) =>
        key.tenant === 't3' ? Promise.reject(new Error('defect')) : ports.vault.read(key, source),
    };
    const options = { deadline: simulation.now + 40_000, hardDeadline: simulation.now + 50_000, parallel: 2 };
    const summary = await reconcile({ ...ports, vault }, { ...options, onDefect: ({ tenant }) => broken.push(tenant) });
    expect(summary).toEqual({ visited: 9, defects: 1, complete: true });
    expect(broken).toEqual(['t3']);
  });
});
