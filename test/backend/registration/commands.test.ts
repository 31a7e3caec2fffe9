import {
  configureAddeUrl,
  refreshAddeUrl,
  removeAddeUrl,
  showServer,
} from '../../../lib/backend/registration/commands';
import type { RegistrationPorts } from '../../../lib/backend/registration/ports';
import { type ProblemCode, problem } from '../../../lib/core/problems';
import type { Registration } from '../../../lib/core/registration/registration';
import { askingOf, atApple, DEFAULT_URL, HOUR, MAIN, MINUTE, OTHER, open, run, value, writes } from './desk';
import { createSimulation, type Simulation } from './simulation';

describe('configureAddeUrl', () => {
  test("registers the server's default URL and shows Apple's set time", async () => {
    const { simulation, ports, asking } = open();
    const registration = value(await configureAddeUrl(ports, MAIN, undefined, asking));
    expect(registration).toMatchObject({
      state: 'set',
      observed: { kind: 'url', url: DEFAULT_URL, setTime: Math.floor(simulation.now / 1000) * 1000 },
      token: { account: { serverName: 'Entry acme/main' } },
    });
    expect(atApple(simulation)).toBe(DEFAULT_URL);
  });

  test('twice is the same as once', async () => {
    const { simulation, ports, asking } = open();
    await configureAddeUrl(ports, MAIN, undefined, asking);
    const events = simulation.tables.events.length;
    expect(value(await configureAddeUrl(ports, MAIN, DEFAULT_URL, asking)).state).toBe('set');
    expect(writes(simulation)).toBe(1);
    expect(simulation.tables.events).toHaveLength(events);
  });

  test("is refused to a tenant's administrator for another host, and nothing is written", async () => {
    const { simulation, ports } = open();
    const refused = await configureAddeUrl(ports, MAIN, OTHER, askingOf(simulation, 'tenant'));
    expect(refused).toMatchObject({ ok: false, problem: { code: 'adde.url-not-ours' } });
    expect(simulation.tables.commits).toBe(0);
    const allowed = await configureAddeUrl(ports, MAIN, DEFAULT_URL, askingOf(simulation, 'tenant'));
    expect(value(allowed).state).toBe('set');
  });

  test('makes no request for a server that is not declared', async () => {
    const { simulation, ports, asking } = open();
    const refused = await configureAddeUrl(ports, { tenant: 'acme', server: 'x' }, undefined, asking);
    expect(refused).toMatchObject({ problem: { code: 'adde.server-not-found' } });
    expect(await showServer(ports, { tenant: 'x', server: 'main' })).toMatchObject({ ok: false });
    expect(simulation.requests).toEqual([]);
  });

  test('is refused where the registration changed since it was read', async () => {
    const { ports, asking } = open();
    const { version } = value(await configureAddeUrl(ports, MAIN, undefined, asking));
    const stale = await removeAddeUrl(ports, MAIN, { ...asking, version: version - 1 });
    expect(stale).toMatchObject({ problem: { code: 'adde.changed-meanwhile' } });
    expect(value(await removeAddeUrl(ports, MAIN, { ...asking, version })).state).toBe('none');
  });

  test('changes nothing at Apple where the URL leads nowhere, and goes on by itself once it leads to an MDM', async () => {
    const { simulation, ports, asking } = open();
    simulation.checkFails = true;
    const failed = value(await configureAddeUrl(ports, MAIN, undefined, asking));
    expect(failed).toMatchObject({ state: 'failed', fault: { code: 'adde.url-check-failed', needs: 'platform' } });
    expect(writes(simulation)).toBe(0);
    simulation.checkFails = false;
    simulation.now = failed.due;
    await run(simulation, ports);
    expect(atApple(simulation)).toBe(DEFAULT_URL);
  });

  test('follows no URL when there is no time for it, and goes on by itself', async () => {
    const { simulation, ports, asking } = open();
    simulation.apple.faults.add({ fault: { kind: 'slow', milliseconds: 2000 } });
    const checkUrl = jest.fn(ports.checkUrl);
    // Three requests, and then a second less than a check may take.
    const deadline = simulation.now + 10_000;
    const waiting = value(await configureAddeUrl({ ...ports, checkUrl }, MAIN, undefined, { ...asking, deadline }));
    expect(checkUrl).not.toHaveBeenCalled();
    expect(waiting).toMatchObject({ state: 'pending', fault: { code: 'apple.timeout', needs: 'time' } });
    simulation.now = waiting.due;
    await run(simulation, ports);
    expect(atApple(simulation)).toBe(DEFAULT_URL);
  });

  test('while another process holds the lease is stored, and done next', async () => {
    const { simulation, ports, asking } = open();
    const [first, second] = await Promise.all([
      configureAddeUrl(ports, MAIN, undefined, asking),
      configureAddeUrl(simulation.start(), MAIN, OTHER, asking),
    ]);
    expect([first.ok, second.ok]).toEqual([true, true]);
    simulation.now += 5 * MINUTE;
    await run(simulation, ports);
    const { value: record } = (await showServer(ports, MAIN)) as { value: { registration: Registration } };
    expect(record.registration.state).toBe('set');
    expect(atApple(simulation)).toBe(record.registration.desired?.url);
  });

  test.each([
    ['the same', undefined],
    ['another', OTHER],
  ])('while another person requests %s URL is done for both, without waiting for a run', async (_, url) => {
    const { simulation, ports, asking } = open();
    const wanted: (string | undefined)[] = [url];
    const interrupted: RegistrationPorts = {
      ...ports,
      checkUrl: async (checked) => {
        for (const each of wanted.splice(0)) await configureAddeUrl(simulation.start(), MAIN, each, asking);
        return ports.checkUrl(checked);
      },
    };
    const registration = value(await configureAddeUrl(interrupted, MAIN, undefined, asking));
    expect(registration).toMatchObject({ state: 'set', desired: { url: url ?? DEFAULT_URL } });
    expect(atApple(simulation)).toBe(url ?? DEFAULT_URL);
  });
});

describe('removeAddeUrl', () => {
  test('removes what is ours', async () => {
    const { simulation, ports, asking } = open();
    await configureAddeUrl(ports, MAIN, undefined, asking);
    expect(value(await removeAddeUrl(ports, MAIN, asking))).toMatchObject({
      state: 'none',
      observed: { kind: 'none' },
    });
    expect(atApple(simulation)).toBeUndefined();
  });

  test("leaves another MDM's URL alone", async () => {
    const { simulation, ports, asking } = open();
    await configureAddeUrl(ports, MAIN, undefined, asking);
    simulation.apple.overwrite('acme/main', OTHER);
    expect(value(await removeAddeUrl(ports, MAIN, asking))).toMatchObject({ state: 'none', observed: { url: OTHER } });
    expect(atApple(simulation)).toBe(OTHER);
  });

  test('removes a URL that was there already when it was configured', async () => {
    const { simulation, ports, asking } = open();
    simulation.apple.overwrite('acme/main', OTHER);
    await configureAddeUrl(ports, MAIN, OTHER, asking);
    expect(writes(simulation)).toBe(0);
    await removeAddeUrl(ports, MAIN, asking);
    expect(atApple(simulation)).toBeUndefined();
  });
});

describe('a request to Apple whose answer never came', () => {
  test('is known as ours all the same, and removed', async () => {
    const { simulation, ports, asking } = open();
    simulation.apple.faults.add({ fault: { kind: 'reset', done: true }, method: 'POST' });
    expect(value(await configureAddeUrl(ports, MAIN, OTHER, asking)).state).toBe('pending');
    expect(atApple(simulation)).toBe(OTHER);
    simulation.apple.faults.clear();
    expect(value(await removeAddeUrl(ports, MAIN, askingOf(simulation))).state).toBe('none');
    expect(atApple(simulation)).toBeUndefined();
  });

  test('may arrive after a newer one: it is repaired, and counts as no overwriting', async () => {
    const { simulation, ports, asking } = open();
    simulation.late = 60_000;
    // There is no time for a second attempt.
    await configureAddeUrl(ports, MAIN, OTHER, { ...asking, deadline: simulation.now + 6000 });
    expect(value(await configureAddeUrl(ports, MAIN, undefined, askingOf(simulation))).state).toBe('set');
    simulation.now += 2 * MINUTE;
    simulation.arrive();
    expect(atApple(simulation)).toBe(OTHER);
    simulation.now += MINUTE;
    await run(simulation, ports);
    expect(atApple(simulation)).toBe(DEFAULT_URL);
    expect(simulation.tables.events.map(({ what }) => what)).toContain('repairing');
    expect(simulation.notified).toEqual([]);
  });
});

describe('a notice of what a person must do', () => {
  test('is sent once, until it is over', async () => {
    const { simulation, ports, asking } = open();
    simulation.apple.signTerms('acme', false);
    const failed = value(await configureAddeUrl(ports, MAIN, undefined, asking));
    expect(failed).toMatchObject({ state: 'failed', fault: { code: 'apple.terms-not-signed', needs: 'tenant' } });
    for (let day = 0; day < 3; day += 1) {
      simulation.now += 26 * HOUR;
      await run(simulation, ports);
      await refreshAddeUrl(ports, MAIN, askingOf(simulation));
    }
    expect(simulation.notified.map(({ code }) => code)).toEqual(['apple.terms-not-signed']);
    expect(simulation.notified[0]?.message).toContain('accepts the terms; then press Refresh');
    simulation.apple.signTerms('acme', true);
    expect(value(await refreshAddeUrl(ports, MAIN, askingOf(simulation))).state).toBe('set');
    simulation.apple.signTerms('acme', false);
    simulation.now += 2 * HOUR;
    await run(simulation, ports);
    expect(simulation.notified).toHaveLength(2);
  });

  test('is sent later where it could not be sent at first', async () => {
    const { simulation, ports, asking } = open();
    simulation.notifierDown = true;
    simulation.apple.signTerms('acme', false);
    await configureAddeUrl(ports, MAIN, undefined, asking);
    expect(simulation.notified).toEqual([]);
    simulation.notifierDown = false;
    simulation.now += 5 * MINUTE;
    const asked = simulation.requests.length;
    await run(simulation, ports);
    expect(simulation.notified).toHaveLength(1);
    // Only the notice was due, not another observation.
    expect(simulation.requests).toHaveLength(asked);
  });

  test('is sent 30, 7 and 1 days before a token expires', async () => {
    const { simulation, ports } = open();
    await run(simulation, ports);
    for (let day = 0; day < 370; day += 1) {
      simulation.now += 24 * HOUR;
      await run(simulation, ports);
    }
    expect(simulation.notified.map((notice) => [notice.key, notice.code])).toEqual([
      ['token-expiry:30', 'token.expires-soon'],
      ['token-expiry:7', 'token.expires-soon'],
      ['token-expiry:1', 'token.expires-soon'],
      ['fault:token.expired', 'token.expired'],
    ]);
  });
});

const UNTIL = '2026-11-28T08:00:00.000Z';

/** What the tenant's file says of the server changes, and its registration does not. */
function declareAnew({ tables }: Simulation, changes: { readonly answersUntil: string | undefined }): void {
  const server = tables.servers.get('acme/main');
  if (server) tables.servers.set('acme/main', { ...server, ...changes });
}

describe('a server that was released', () => {
  test('while its URL is at Apple is reported once, even without its token, and again after it was back', async () => {
    const { simulation, ports, asking } = open();
    await configureAddeUrl(ports, MAIN, undefined, asking);
    const codes = () => simulation.notified.map(({ code }) => code).filter((code) => code === 'adde.released');
    simulation.secrets.clear();
    for (const [answersUntil, notified] of [
      [UNTIL, 1],
      [undefined, 1],
      [UNTIL, 2],
    ] as const) {
      declareAnew(simulation, { answersUntil });
      for (let day = 0; day < 3; day += 1) {
        simulation.now += 26 * HOUR;
        await run(simulation, ports);
      }
      expect(codes()).toHaveLength(notified);
    }
    expect(simulation.notified.find(({ code }) => code === 'adde.released')?.message).toContain(
      `acme/main after ${UNTIL}`,
    );
  });

  test('cannot be registered any more, by any role, and is removed all the same', async () => {
    const { simulation, ports, asking } = open();
    simulation.apple.signTerms('acme', false);
    expect(value(await configureAddeUrl(ports, MAIN, undefined, asking)).state).toBe('failed');
    declareAnew(simulation, { answersUntil: UNTIL });
    simulation.apple.signTerms('acme', true);
    simulation.apple.overwrite('acme/main', OTHER);
    simulation.now += 26 * HOUR;
    await run(simulation, ports);
    const refused = await configureAddeUrl(ports, MAIN, undefined, askingOf(simulation));
    expect(refused).toMatchObject({ ok: false, problem: { code: 'adde.released' } });
    expect(atApple(simulation)).toBe(OTHER);
    expect(value(await removeAddeUrl(ports, MAIN, askingOf(simulation))).state).toBe('none');
    expect(writes(simulation)).toBe(0);
  });

  test('is not reported after its URL was removed', async () => {
    const { simulation, ports, asking } = open();
    await configureAddeUrl(ports, MAIN, undefined, asking);
    await removeAddeUrl(ports, MAIN, askingOf(simulation));
    declareAnew(simulation, { answersUntil: UNTIL });
    simulation.now += 26 * HOUR;
    await run(simulation, ports);
    expect(simulation.notified).toEqual([]);
  });
});

describe('an overwritten URL', () => {
  test('is reported, and put back only on request', async () => {
    const { simulation, ports, asking } = open('report');
    await configureAddeUrl(ports, MAIN, undefined, asking);
    simulation.apple.overwrite('acme/main', OTHER);
    for (let hour = 0; hour < 5; hour += 1) {
      simulation.now += 70 * MINUTE;
      await run(simulation, ports);
    }
    expect(atApple(simulation)).toBe(OTHER);
    expect(simulation.notified.map(({ code }) => code)).toEqual(['adde.overwritten']);
    expect(value(await configureAddeUrl(ports, MAIN, undefined, askingOf(simulation))).state).toBe('set');
    expect(atApple(simulation)).toBe(DEFAULT_URL);
  });

  test('is put back where the declaration says so, and left alone the third time within a day', async () => {
    const { simulation, ports, asking } = open('restore');
    await configureAddeUrl(ports, MAIN, undefined, asking);
    const states = [];
    for (let round = 0; round < 4; round += 1) {
      simulation.apple.overwrite('acme/main', OTHER);
      simulation.now += 70 * MINUTE;
      await run(simulation, ports);
      states.push([value(await refreshAddeUrl(ports, MAIN, askingOf(simulation))).state, atApple(simulation)]);
    }
    expect(states).toEqual([
      ['set', DEFAULT_URL],
      ['set', DEFAULT_URL],
      ['contested', OTHER],
      ['contested', OTHER],
    ]);
    expect(simulation.notified.map(({ code }) => code).filter((code) => code === 'adde.contested')).toHaveLength(1);
  });

  test('of a released server is left alone: another one may have come after it', async () => {
    const { simulation, ports, asking } = open('restore');
    await configureAddeUrl(ports, MAIN, undefined, asking);
    declareAnew(simulation, { answersUntil: UNTIL });
    simulation.apple.overwrite('acme/main', OTHER);
    for (let hour = 0; hour < 5; hour += 1) {
      simulation.now += 70 * MINUTE;
      await run(simulation, ports);
    }
    expect(atApple(simulation)).toBe(OTHER);
    expect(simulation.notified.map(({ code }) => code)).toEqual(['adde.released', 'adde.overwritten']);
  });

  test('two installations with the same token do not fight for ever', async () => {
    const production = open('restore');
    const staging = createSimulation([{ ...MAIN, onOverwrite: 'restore' }], { storeId: 'staging' });
    staging.secrets.set('acme/main', production.simulation.secrets.get('acme/main') ?? '');
    const shared: Simulation = Object.assign(staging, { apple: production.simulation.apple });
    const stagingPorts = {
      ...shared.start(),
      stage: { ...shared.stage, discoveryDomain: 'discovery.staging.example' },
    };
    await configureAddeUrl(production.ports, MAIN, undefined, production.asking);
    await configureAddeUrl(stagingPorts, MAIN, undefined, askingOf(shared));
    for (let hour = 0; hour < 12; hour += 1) {
      production.simulation.now += 70 * MINUTE;
      shared.now = production.simulation.now;
      await run(production.simulation, production.ports);
      await run(shared, stagingPorts);
    }
    const written = writes(production.simulation) + writes(shared);
    expect(written).toBeLessThanOrEqual(6);
    const notified = [...production.simulation.notified, ...shared.notified].map(({ code }) => code);
    expect(notified).toContain('adde.contested');
  });
});

describe('a token', () => {
  test('that the MDM renewed is taken from its secret, without a fault', async () => {
    const { simulation, ports, asking } = open();
    await configureAddeUrl(ports, MAIN, undefined, asking);
    simulation.secrets.set('acme/main', JSON.stringify(simulation.apple.downloadToken('acme/main')));
    simulation.now += 2 * HOUR;
    await run(simulation, ports);
    const registration = value(await refreshAddeUrl(ports, MAIN, askingOf(simulation)));
    expect(registration).toMatchObject({ state: 'set' });
    expect(registration.fault).toBeUndefined();
    expect(simulation.tables.events.map(({ what }) => what)).toContain('token-changed');
  });

  test('that Apple rejects is not tried again and again', async () => {
    const { simulation, ports, asking } = open();
    simulation.apple.downloadToken('acme/main');
    expect(value(await configureAddeUrl(ports, MAIN, undefined, asking))).toMatchObject({
      state: 'failed',
      fault: { code: 'apple.token-rejected' },
    });
    const asked = simulation.requests.length;
    for (let hour = 0; hour < 10; hour += 1) {
      simulation.now += 80 * MINUTE;
      await run(simulation, ports);
    }
    expect(simulation.requests).toHaveLength(asked);
    await refreshAddeUrl(ports, MAIN, askingOf(simulation));
    expect(simulation.requests.length).toBeGreaterThan(asked);
  });

  test('that Apple rejected is shown as rejected again after the secret store was away', async () => {
    const { simulation, ports, asking } = open();
    simulation.apple.downloadToken('acme/main');
    const { fault: rejected } = value(await configureAddeUrl(ports, MAIN, undefined, asking));
    simulation.now += 2 * HOUR;
    await run(simulation, withoutToken(ports, 'token.store-unavailable'));
    simulation.now += MINUTE;
    await run(simulation, ports);
    const shown = await showServer(ports, MAIN);
    expect(shown).toMatchObject({
      value: { registration: { state: 'failed', fault: { code: 'apple.token-rejected', needs: 'tenant' } } },
    });
    expect(shown).toMatchObject({ value: { registration: { fault: { since: rejected?.since } } } });
    expect(simulation.notified.map(({ code }) => code)).toEqual(['apple.token-rejected']);
  });

  test('that Apple takes again after a day is rejected no more', async () => {
    const { simulation, ports, asking } = open();
    simulation.apple.faults.add({ fault: { kind: 'status', status: 401 } });
    await configureAddeUrl(ports, MAIN, undefined, asking);
    simulation.apple.faults.clear();
    simulation.now += 26 * HOUR;
    await run(simulation, ports);
    const shown = await showServer(ports, MAIN);
    expect(shown).toMatchObject({ value: { registration: { state: 'set' } } });
    expect(shown).not.toHaveProperty('value.registration.token.rejectedAt');
  });

  test('that cannot be read says who does what', async () => {
    const { simulation, ports, asking } = open();
    simulation.secrets.delete('acme/main');
    expect(value(await configureAddeUrl(ports, MAIN, undefined, asking))).toMatchObject({
      fault: { code: 'token.missing' },
    });
    simulation.secrets.set('acme/main', '{"consumer_key":"CK_secret"}');
    simulation.now += 2 * HOUR;
    await run(simulation, ports);
    const registration = value(await refreshAddeUrl(ports, MAIN, askingOf(simulation)));
    expect(registration.fault).toMatchObject({ code: 'token.malformed' });
    expect(JSON.stringify(simulation.tables.events) + JSON.stringify(simulation.notified)).not.toContain('CK_secret');
  });

  test('that there never was leaves nothing to remove', async () => {
    const { simulation, ports, asking } = open();
    simulation.secrets.delete('acme/main');
    await configureAddeUrl(ports, MAIN, undefined, asking);
    expect(value(await removeAddeUrl(ports, MAIN, asking)).state).toBe('none');
    simulation.now += 2 * HOUR;
    await run(simulation, ports);
    expect(value(await refreshAddeUrl(ports, MAIN, askingOf(simulation))).state).toBe('none');
  });

  test('that is missing is not reported while no URL is requested', async () => {
    const { simulation, ports } = open();
    simulation.secrets.delete('acme/main');
    await run(simulation, ports);
    expect(simulation.notified).toEqual([]);
  });

  test.each([
    'token.missing',
    'token.unreadable',
  ] as const)('that cannot be read is reported while our URL is to be removed: %s', async (code) => {
    const { simulation, ports, asking } = open();
    await configureAddeUrl(ports, MAIN, undefined, asking);
    expect(value(await removeAddeUrl(withoutToken(ports, code), MAIN, asking)).state).toBe('removing');
    expect(simulation.notified.map((notice) => notice.code)).toEqual([code]);
  });
});

describe('a server that was released and whose URL is removed', () => {
  const release = ({ tables }: Simulation) => {
    const server = tables.servers.get('acme/main');
    if (server) tables.servers.set('acme/main', { ...server, answersUntil: '2026-11-28T08:00:00Z' });
  };
  const afterRemoval = async () => {
    const desk = open();
    await configureAddeUrl(desk.ports, MAIN, undefined, desk.asking);
    await removeAddeUrl(desk.ports, MAIN, desk.asking);
    release(desk.simulation);
    return desk;
  };

  test('stays idle: its token is neither read nor missed', async () => {
    const { simulation, ports } = await afterRemoval();
    let reads = 0;
    const barred = withoutToken(ports, 'token.unreadable', () => {
      reads += 1;
    });
    for (let hour = 0; hour < 60; hour += 1) {
      simulation.now += HOUR;
      await run(simulation, barred);
    }
    expect([reads, simulation.notified]).toEqual([0, []]);
  });

  test('is checked on request', async () => {
    const { simulation, ports } = await afterRemoval();
    simulation.apple.overwrite('acme/main', OTHER);
    simulation.now += HOUR;
    expect(value(await refreshAddeUrl(ports, MAIN, askingOf(simulation)))).toMatchObject({ observed: { url: OTHER } });
  });

  test('is checked as long as a URL of ours is at Apple', async () => {
    const { simulation, ports, asking } = open();
    await configureAddeUrl(ports, MAIN, undefined, asking);
    release(simulation);
    simulation.apple.overwrite('acme/main', OTHER);
    simulation.now += 2 * HOUR;
    await run(simulation, ports);
    expect(simulation.notified.map(({ code }) => code)).toEqual(['adde.released', 'adde.overwritten']);
  });
});

/** The same, but that the secret of the token is not given out. */
function withoutToken(ports: RegistrationPorts, code: ProblemCode, onRead = () => {}): RegistrationPorts {
  const refused = problem(code, 'Cannot read the secret of the server token: refused; expected its value');
  const read = async () => {
    onRead();
    return { ok: false, problem: refused } as const;
  };
  return { ...ports, vault: { ...ports.vault, read } };
}
