import fc from 'fast-check';
import { configureAddeUrl, refreshAddeUrl, removeAddeUrl } from '../../../lib/backend/registration/commands';
import type { RegistrationPorts } from '../../../lib/backend/registration/ports';
import { reconcile } from '../../../lib/backend/registration/reconcile';
import { changeControls } from '../../../lib/backend/registration/record';
import { releaseBrake } from '../../../lib/core/registration/controls';
import { nextVisit, observedUrl, type Registration, type ServerKey } from '../../../lib/core/registration/registration';
import type { AppleFault } from '../../../lib/local/simulation/apple/faults';
import { nameOf } from './memory-store';
import { Crash, createSimulation, type SimulatedServer, type Simulation } from './simulation';

/** The seed and the number of sequences may be given, to repeat a run or to search longer. */
const SEED = Number(process.env['SIGNPOST_SEED'] ?? Date.now() % 2 ** 31);
const SEQUENCES = Number(process.env['SIGNPOST_SEQUENCES'] ?? 1000);

const SERVERS: readonly SimulatedServer[] = [
  { tenant: 'acme', server: 'main', onOverwrite: 'report' },
  { tenant: 'acme', server: 'macs', onOverwrite: 'restore' },
  { tenant: 'globex', server: 'main', onOverwrite: 'restore' },
];
const URLS = [undefined, 'https://a.example/discovery', 'https://b.example/discovery?x=1'] as const;
const STRANGER = 'https://stranger.example/';
const MINUTE = 60_000;

type Deed =
  | { readonly kind: 'configure'; readonly server: number; readonly url: number }
  | { readonly kind: 'remove' | 'refresh'; readonly server: number }
  | { readonly kind: 'reconcile' };

type Action =
  | { readonly kind: 'alone'; readonly deed: Deed }
  | { readonly kind: 'together'; readonly deeds: readonly [Deed, Deed]; readonly sameProcess: boolean }
  | { readonly kind: 'time'; readonly minutes: number }
  | { readonly kind: 'fault'; readonly fault: AppleFault; readonly server: number; readonly times: number }
  | { readonly kind: 'crash'; readonly at: number; readonly after: boolean }
  | { readonly kind: 'late'; readonly seconds: number }
  | { readonly kind: 'overwrite'; readonly server: number; readonly url?: string }
  | { readonly kind: 'renew-token'; readonly server: number; readonly putSecret: boolean }
  | { readonly kind: 'terms'; readonly server: number; readonly signed: boolean }
  | { readonly kind: 'url-check' | 'notifier'; readonly works: boolean }
  | { readonly kind: 'fight'; readonly server: number; readonly rounds: number }
  | { readonly kind: 'calm' };

const server = fc.nat(SERVERS.length - 1);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('configure'), server, url: fc.nat(URLS.length - 1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove'), server }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refresh'), server }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'reconcile' }) },
) as fc.Arbitrary<Deed>;

const appleFault = fc.constantFrom<AppleFault>(
  { kind: 'slow', milliseconds: 4_000 },
  { kind: 'slow', milliseconds: 60_000 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 403, word: 'FORBIDDEN' },
  { kind: 'status', status: 403, word: 'ACCESS_DENIED' },
  { kind: 'status', status: 429, retryAfterSeconds: 120 },
  { kind: 'status', status: 503, retryAfterSeconds: 1 },
  { kind: 'status', status: 500 },
  { kind: 'half-answer' },
  { kind: 'reset', done: true },
  { kind: 'reset', done: false },
  { kind: 'foreign-sign-ins' },
);

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('alone'), deed }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('together'), deeds: fc.tuple(deed, deed), sameProcess: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('time'), minutes: fc.constantFrom(1, 5, 70, 1500) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('fault'), fault: appleFault, server, times: fc.constantFrom(1, 2, 9) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('crash'), at: fc.nat(25), after: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('late'), seconds: fc.constantFrom(12, 45, 300) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('overwrite'), server, url: fc.constantFrom(STRANGER, undefined) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('renew-token'), server, putSecret: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('terms'), server, signed: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('url-check', 'notifier'), works: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fight'), server, rounds: fc.integer({ min: 2, max: 4 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'calm' }) },
) as fc.Arbitrary<Action>;

/** A request, and whether its sender got the answer that it was taken. */
interface Asked {
  readonly by: string;
  readonly acknowledged: boolean;
}

interface Story {
  readonly simulation: Simulation;
  readonly asked: Asked[];
  ports: RegistrationPorts;
  crashes: number;
}

function keyOf(index: number): ServerKey {
  const { tenant, server: name } = SERVERS[index] ?? { tenant: '', server: '' };
  return { tenant, server: name };
}

/** Small, fast and repeatable (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function act(story: Story, each: Action): Promise<void> {
  const { simulation } = story;
  const { apple } = simulation;
  switch (each.kind) {
    case 'alone':
      return survive(story, [run(story, story.ports, each.deed)]);
    case 'together': {
      const [first, second] = each.deeds;
      const other = each.sameProcess ? story.ports : simulation.start();
      return survive(story, [run(story, story.ports, first), run(story, other, second)]);
    }
    case 'time':
      simulation.now += each.minutes * MINUTE;
      return simulation.arrive();
    case 'fault':
      return apple.faults.add({ fault: each.fault, entry: nameOf(keyOf(each.server)), times: each.times });
    case 'crash':
      simulation.crash = { at: each.at, after: each.after };
      return;
    case 'late':
      simulation.late = each.seconds * 1000;
      return;
    case 'overwrite':
      return apple.overwrite(nameOf(keyOf(each.server)), each.url);
    case 'renew-token': {
      const name = nameOf(keyOf(each.server));
      const token = JSON.stringify(apple.downloadToken(name));
      if (each.putSecret) simulation.secrets.set(name, token);
      return;
    }
    case 'terms':
      return apple.signTerms(keyOf(each.server).tenant, each.signed);
    case 'url-check':
      simulation.checkFails = !each.works;
      return;
    case 'notifier':
      simulation.notifierDown = !each.works;
      return;
    case 'fight':
      // Another MDM puts its URL back each time.
      for (let round = 0; round < each.rounds; round += 1) {
        apple.overwrite(nameOf(keyOf(each.server)), STRANGER);
        simulation.now += 70 * MINUTE;
        await survive(story, [run(story, story.ports, { kind: 'reconcile' })]);
      }
      return;
    case 'calm':
      return endFaults(simulation);
  }
}

/** What crashes takes its process with it; what an action promised counts only if it ended. */
async function survive(story: Story, deeds: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(deeds);
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') continue;
    if (!(outcome.reason instanceof Crash)) throw outcome.reason;
    story.crashes += 1;
    story.ports = story.simulation.start();
  }
}

async function run({ simulation, asked }: Story, ports: RegistrationPorts, what: Deed): Promise<void> {
  const deadline = simulation.now + 20_000;
  if (what.kind === 'reconcile') return reconcileOnce(simulation, ports);
  const by = `person-${asked.length}`;
  const mine = asked.push({ by, acknowledged: false }) - 1;
  const asking = { by, role: 'platform', deadline } as const;
  const key = keyOf(what.server);
  const answered = await (what.kind === 'configure'
    ? configureAddeUrl(ports, key, URLS[what.url], asking)
    : (what.kind === 'remove' ? removeAddeUrl : refreshAddeUrl)(ports, key, asking));
  if (!answered.ok) throw new Error(answered.problem.message);
  asked[mine] = { by, acknowledged: answered.value.desired?.by === by };
}

async function reconcileOnce(simulation: Simulation, ports: RegistrationPorts): Promise<void> {
  const { now } = simulation;
  let crash: unknown;
  const onDefect = (_: ServerKey, error: unknown) => {
    crash = error;
  };
  await reconcile(ports, { deadline: now + 40_000, hardDeadline: now + 55_000, parallel: 2, onDefect });
  if (crash !== undefined) throw crash;
}

function endFaults(simulation: Simulation): void {
  simulation.apple.faults.clear();
  simulation.crash = undefined;
  simulation.late = undefined;
  simulation.checkFails = false;
  simulation.notifierDown = false;
  for (const [name, entry] of Object.entries(simulation.apple.store.read().entries)) {
    simulation.apple.signTerms(entry.organisation, true);
    simulation.secrets.set(name, JSON.stringify(entry.token));
  }
}

/** Longer than any pause after a fault. */
const CALM_HOURS = 36;

/** Time goes by without faults, from one visit that is due to the next. The brake is released, and no other request is made. */
async function calmDown(story: Story): Promise<void> {
  const { simulation } = story;
  endFaults(simulation);
  // Its process may have died unnoticed while it sent a notice.
  story.ports = simulation.start();
  const begin = simulation.now;
  const end = begin + CALM_HOURS * 60 * MINUTE;
  while (simulation.now < end && !isQuiet(simulation, begin)) {
    await changeControls(story.ports, (controls) => releaseBrake(controls, 'platform', simulation.now));
    await reconcileOnce(simulation, story.ports);
    const next = Math.min(...registrations(simulation).map(nextVisit));
    // Late requests may arrive at any time before the next visit.
    simulation.now = Math.max(simulation.now + 5 * MINUTE, Math.min(next, end));
    simulation.arrive();
  }
}

/** No fault is left, nothing is on its way, and everything was checked since the faults ended. */
function isQuiet(simulation: Simulation, since: number): boolean {
  const known = registrations(simulation);
  return (
    known.length === SERVERS.length &&
    known.every(({ fault, outbox, due }) => !fault && outbox.length === 0 && due > simulation.now + 20 * MINUTE) &&
    known.every(({ observed }) => observed.kind !== 'unknown' && observed.at > since + 20 * MINUTE)
  );
}

function registrations({ tables }: Simulation): readonly Registration[] {
  return [...tables.servers.values()].flatMap(({ registration }) => registration ?? []);
}

function expectTruth({ simulation, asked, crashes }: Story): void {
  const { apple, tables, notified } = simulation;
  for (const registration of registrations(simulation)) {
    const name = nameOf(registration);
    const atApple = apple.store.read().entries[name]?.url?.url;
    const requested = registration.desired?.url;
    // Apple holds what we show.
    expect([name, observedUrl(registration)]).toEqual([name, atApple]);
    expect(registration.outbox).toEqual([]);
    if (registration.state === 'set') expect(atApple).toBe(requested);
    else if (registration.state === 'none') {
      expect(requested).toBeUndefined();
      expect([undefined, STRANGER]).toContain(atApple);
    } else {
      // Only overwriting by another party keeps a registration from what was requested last.
      expect(['overwritten', 'contested']).toContain(registration.state);
      expect([undefined, STRANGER]).toContain(atApple);
    }
    expectWholeHistory(registration, simulation);
  }
  for (const { by, acknowledged } of asked) {
    if (acknowledged) expect(tables.events.some((event) => event.by === by && event.what === 'requested')).toBe(true);
  }
  // Sent once; only a crash between sending and marking it as sent may repeat a notice.
  const notices = notified.map((notice) => JSON.stringify(notice));
  expect(notices.length - new Set(notices).size).toBeLessThanOrEqual(crashes);
  expectNoSecrets(simulation);
}

/** Every change of state has its event, in one chain from the beginning to now, and so has every request. */
function expectWholeHistory(registration: Registration, { tables }: Simulation): void {
  const events = tables.events.filter((event) => nameOf(event) === nameOf(registration));
  const states = ['none', ...events.map(({ state }) => state.to)];
  expect(events.map(({ state }) => state.from)).toEqual(states.slice(0, -1));
  expect(states.at(-1)).toBe(registration.state);
  expect(events.findLast(({ what }) => what === 'requested')?.to).toBe(registration.desired?.url);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
}

function expectNoSecrets({ tables, notified, apple }: Simulation): void {
  const text = JSON.stringify([
    [...tables.servers.values()],
    tables.events,
    [...tables.leases],
    tables.controls,
    notified,
  ]);
  expect(text).not.toMatch(/[CA][KST]_[0-9a-f]{8}|O1O/);
  expect(JSON.stringify(apple.store.read())).toMatch(/CK_[0-9a-f]{8}/);
}

test(`registrations end as requested, whatever happened on the way (SIGNPOST_SEED=${SEED})`, async () => {
  const reached = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 40 }), fc.nat(), async (actions, chance) => {
      const simulation = createSimulation(SERVERS, {}, seeded(chance));
      const story: Story = { simulation, asked: [], ports: simulation.start(), crashes: 0 };
      for (const each of actions) await act(story, each);
      await calmDown(story);
      expectTruth(story);
      for (const { what, code } of simulation.tables.events) {
        const kind = code === undefined ? what : `${what} ${code}`;
        reached.set(kind, (reached.get(kind) ?? 0) + 1);
      }
      if (story.crashes > 0) reached.set('crash', (reached.get('crash') ?? 0) + 1);
    }),
    { numRuns: SEQUENCES, seed: SEED },
  );
  // The sequences have met what they were made for.
  if (SEQUENCES < 1000) return;
  for (const kind of [
    'set',
    'removed',
    'repairing',
    'left-alone',
    'token-changed',
    'crash',
    'overwritten adde.overwritten',
    'contested adde.contested',
    'failed apple.terms-not-signed',
    'failed apple.token-rejected',
    'failed adde.url-check-failed',
  ]) {
    expect([kind, (reached.get(kind) ?? 0) > 0]).toEqual([kind, true]);
  }
}, 300_000);
