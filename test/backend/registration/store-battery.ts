import type { Leases, RegistrationStore } from '../../../lib/backend/registration/ports';
import { currentControls } from '../../../lib/core/registration/controls';
import { newRegistration, type Registration, type ServerKey } from '../../../lib/core/registration/registration';
import { commitOf, recordEvent, stepFrom } from '../../../lib/core/registration/step';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const MAIN: ServerKey = { tenant: 'acme', server: 'main' };
const MOMENT = { now: NOW, jitter: 0, by: 'person' };

/** What is tested: a store with the given servers declared, and leases beside it. */
export interface Candidate {
  readonly store: RegistrationStore;
  readonly leases: Leases;
}

function requestedUrls(registration: Registration, changes: Partial<Registration> = {}) {
  const step = recordEvent(
    stepFrom(registration),
    MOMENT,
    { what: 'requested', to: 'https://a.example/' },
    {
      state: 'pending',
      desired: { url: 'https://a.example/', by: 'person', at: NOW },
      ...changes,
    },
  );
  const commit = commitOf(registration, step);
  if (!commit) throw new Error('The step changes nothing.');
  return commit;
}

/** What every store of registrations must do. */
export function registrationStoreBattery(start: (servers: readonly ServerKey[]) => Promise<Candidate>): void {
  const open = async (...servers: readonly ServerKey[]) => start(servers);

  test('knows what is declared, untouched at first', async () => {
    const { store } = await open(MAIN);
    const record = await store.get(MAIN);
    expect(record).toMatchObject({
      onOverwrite: 'report',
      registration: { version: 0, state: 'none', observed: { kind: 'unknown' } },
    });
    expect(await store.get({ tenant: 'acme', server: 'other' })).toBeUndefined();
  });

  test('stores what was committed, all of it', async () => {
    const { store } = await open(MAIN);
    const commit = requestedUrls(newRegistration(MAIN, NOW), {
      observed: { kind: 'url', url: 'https://b.example/', setTime: NOW - 5, at: NOW },
      fault: { code: 'apple.timeout', message: 'Cannot', needs: 'time', since: NOW },
      sent: [{ at: NOW }, { url: 'https://a.example/', at: NOW }],
      overwrites: [NOW - 1],
      token: {
        entry: 'e',
        fingerprint: 'f',
        expiresAt: NOW + 1,
        account: { serverName: 's', serverUuid: 'u', orgName: 'o' },
      },
    });
    expect(await store.commit(0, commit)).toBe(true);
    expect((await store.get(MAIN))?.registration).toEqual(commit.registration);
  });

  test('takes a version once', async () => {
    const { store } = await open(MAIN);
    const commit = requestedUrls(newRegistration(MAIN, NOW));
    const done = await Promise.all([store.commit(0, commit), store.commit(0, commit), store.commit(0, commit)]);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await store.commit(1, requestedUrls(commit.registration, { attempts: 2 }))).toBe(true);
    expect(await store.commit(1, requestedUrls(commit.registration, { attempts: 3 }))).toBe(false);
    expect((await store.get(MAIN))?.registration).toMatchObject({ version: 2, attempts: 2 });
  });

  test('stores nothing for a server that is not declared', async () => {
    const { store } = await open(MAIN);
    const stranger = { tenant: 'acme', server: 'other' };
    expect(await store.commit(0, requestedUrls(newRegistration(stranger, NOW)))).toBe(false);
    expect(await store.get(stranger)).toBeUndefined();
  });

  test('lists what is due, page by page, the longest waiting first, each once', async () => {
    const servers = Array.from({ length: 60 }, (_, number) => ({ tenant: 'acme', server: `s${number + 10}` }));
    const { store } = await open(...servers);
    for (const [number, key] of servers.entries()) {
      await store.commit(0, requestedUrls(newRegistration(key, NOW), { due: NOW + (number - 50) * 1000 }));
    }
    const found: string[] = [];
    let after: string | undefined;
    do {
      const page = await store.listDue(NOW, after);
      found.push(...page.items.map(({ server }) => server));
      after = page.next;
    } while (after !== undefined);
    expect(found).toEqual(servers.slice(0, 51).map(({ server }) => server));
  });

  test('lists a new server, and one with a notice that was not sent', async () => {
    const { store } = await open(MAIN, { tenant: 'globex', server: 'main' });
    const later = { due: NOW + 3_600_000 };
    const notice = {
      ...MAIN,
      key: 'k',
      code: 'adde.overwritten',
      message: 'm',
      needs: 'tenant',
      at: NOW - 120_000,
    } as const;
    await store.commit(0, requestedUrls(newRegistration(MAIN, NOW), { ...later, outbox: [notice] }));
    expect((await store.listDue(NOW)).items.map(({ tenant }) => tenant).sort()).toEqual(['acme', 'globex']);
    const registration = (await store.get(MAIN))?.registration ?? newRegistration(MAIN, NOW);
    await store.commit(1, requestedUrls(registration, { ...later, outbox: [] }));
    expect((await store.listDue(NOW)).items.map(({ tenant }) => tenant)).toEqual(['globex']);
  });

  test('counts the declared servers', async () => {
    const { store } = await open(MAIN, { tenant: 'acme', server: 'macs' }, { tenant: 'globex', server: 'main' });
    expect(await store.countServers()).toBe(3);
  });

  test('keeps the controls of the stage, one writer at a time', async () => {
    const { store } = await open(MAIN);
    expect(await store.readControls()).toBeUndefined();
    const controls = { ...currentControls(undefined, { storeId: 's', initialWrites: 'observeOnly' }, NOW), version: 1 };
    expect(await store.writeControls(0, controls)).toBe(true);
    expect(await store.writeControls(0, controls)).toBe(false);
    expect(await store.readControls()).toEqual(controls);
    const changes = [{ ...MAIN, at: NOW }];
    expect(await store.writeControls(1, { ...controls, version: 2, changes })).toBe(true);
    expect(await store.readControls()).toMatchObject({ version: 2, changes });
  });

  test('gives a lease to one holder at a time', async () => {
    const { leases } = await open(MAIN);
    expect(await leases.hold('apple/x', 'one', NOW + 1000, NOW)).toBe(true);
    expect(await leases.hold('apple/x', 'two', NOW + 1000, NOW)).toBe(false);
    expect(await leases.hold('apple/y', 'two', NOW + 1000, NOW)).toBe(true);
    expect(await leases.hold('apple/x', 'one', NOW + 2000, NOW + 500)).toBe(true);
    expect(await leases.hold('apple/x', 'two', NOW + 3000, NOW + 1999)).toBe(false);
    expect(await leases.hold('apple/x', 'two', NOW + 3000, NOW + 2000)).toBe(true);
    await leases.release('apple/x', 'one');
    expect(await leases.hold('apple/x', 'one', NOW + 9000, NOW + 2001)).toBe(false);
    await leases.release('apple/x', 'two');
    expect(await leases.hold('apple/x', 'one', NOW + 9000, NOW + 2002)).toBe(true);
  });
}
