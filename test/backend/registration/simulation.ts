import { createAppleClient } from '../../../lib/adapters/apple/client';
import { createSessionCache } from '../../../lib/adapters/apple/sessions';
import type { AppleTransport } from '../../../lib/adapters/apple/transport';
import type { OwnedSecret, RegistrationPorts, StageNotice } from '../../../lib/backend/registration/ports';
import { problem } from '../../../lib/core/problems';
import type { StageSetting } from '../../../lib/core/registration/controls';
import type { Notice, ServerKey } from '../../../lib/core/registration/registration';
import { parseServerToken } from '../../../lib/core/registration/server-token';
import { failed, ok } from '../../../lib/core/result';
import { type AppleService, createAppleService } from '../../../lib/local/simulation/apple/service';
import { createMemoryStore as createAppleMemory } from '../../../lib/local/simulation/apple/state';
import { createMemoryLeases, createMemoryStore, emptyTables, nameOf, type Tables } from './memory-store';

const START = Date.parse('2026-11-21T08:00:00Z');
export const DISCOVERY_DOMAIN = 'discovery.signpost.example';

/** The process dies here. */
export class Crash extends Error {}

export interface SimulatedServer extends ServerKey {
  readonly onOverwrite?: 'report' | 'restore';
  /** Has a token of Signpost's own, to be downloaded yet. */
  readonly owned?: true;
}

/** Everything that registrations need, on a clock that only moves when a process waits. */
export interface Simulation {
  now: number;
  readonly tables: Tables;
  readonly apple: AppleService;
  /** Tokens as the MDM's secrets hold them, by server. */
  readonly secrets: Map<string, string>;
  /** What Signpost keeps of owned tokens, by server. */
  readonly owned: Map<string, OwnedSecret>;
  readonly notified: (Notice | StageNotice)[];
  /** Every text that Apple was sent or answered, to be searched for what must not be elsewhere. */
  readonly requests: { readonly method: string; readonly path: string; readonly server?: string }[];
  readonly stage: StageSetting & { discoveryDomain?: string };
  checkFails: boolean;
  notifierDown: boolean;
  /** The access, counted from now on, at which the process dies; `after`: when it is done already. */
  crash: { at: number; after: boolean } | undefined;
  /** The next write reaches Apple this much later, long after its sender gave up. */
  late: number | undefined;
  /** A fresh process: nothing in memory. */
  start(): RegistrationPorts;
  /** Lets late requests arrive that are due by now. */
  arrive(): void;
}

export function createSimulation(
  servers: readonly SimulatedServer[],
  stage: Partial<StageSetting> = {},
  random: () => number = () => 0.5,
): Simulation {
  let serial = 0;
  const randomHex = (length: number) => {
    serial += 1;
    return serial.toString(16).padStart(length, 'f');
  };
  const delayed: { at: number; arrive: () => void }[] = [];
  const simulation: Simulation = {
    now: START,
    tables: emptyTables(),
    apple: createAppleService({
      store: createAppleMemory({
        organisations: Object.fromEntries(
          servers.map(({ tenant }) => [
            tenant,
            {
              id: tenant,
              name: tenant,
              verifiedDomains: [`${tenant}.example`],
              defaultAssignment: {},
              termsSigned: true,
              supported: true,
            },
          ]),
        ),
        entries: Object.fromEntries(
          servers.map(({ tenant, server }) => {
            const id = nameOf({ tenant, server });
            return [id, { id, organisation: tenant, name: `Entry ${id}`, uuid: randomHex(32) }];
          }),
        ),
      }),
      clock: () => simulation.now,
      randomHex,
    }),
    secrets: new Map(),
    owned: new Map(),
    notified: [],
    requests: [],
    stage: { storeId: 'table-1', initialWrites: 'on', discoveryDomain: DISCOVERY_DOMAIN, ...stage },
    checkFails: false,
    notifierDown: false,
    crash: undefined,
    late: undefined,
    start: () => {
      serial += 1;
      return portsOf(simulation, `process-${serial}`, delayed, random);
    },
    arrive: () => {
      for (const request of delayed.splice(0)) {
        if (request.at <= simulation.now) request.arrive();
        else delayed.push(request);
      }
    },
  };
  for (const { tenant, server, onOverwrite = 'report', owned } of servers) {
    const key = { tenant, server };
    if (owned) {
      simulation.tables.servers.set(nameOf(key), { key, onOverwrite, token: { kind: 'owned' } });
      continue;
    }
    simulation.tables.servers.set(nameOf(key), {
      key,
      onOverwrite,
      token: { kind: 'shared', secretArn: `arn:aws:secretsmanager:us-east-1:111111111111:secret:${tenant}-${server}` },
    });
    simulation.secrets.set(nameOf(key), JSON.stringify(simulation.apple.downloadToken(nameOf(key))));
  }
  return simulation;
}

function portsOf(
  simulation: Simulation,
  process: string,
  delayed: { at: number; arrive: () => void }[],
  random: () => number,
): RegistrationPorts {
  let dead = false;
  const die = (): never => {
    dead = true;
    throw new Crash('The process is gone.');
  };
  /** Lets the others go on, and the process die before or after the effect. */
  const access = async <T>(effect: () => T): Promise<T> => {
    for (let ticks = Math.floor(random() * 4); ticks >= 0; ticks -= 1) await Promise.resolve();
    if (dead) die();
    simulation.now += 1;
    const { crash } = simulation;
    if (crash) crash.at -= 1;
    const dies = crash !== undefined && crash.at <= 0;
    if (dies) simulation.crash = undefined;
    if (dies && !crash.after) die();
    const value = effect();
    if (dies) die();
    return value;
  };
  const leases = createMemoryLeases(simulation.tables, access);
  let held = 0;
  const newHolder = () => {
    held += 1;
    return `${process}-${held}`;
  };
  const clock = () => simulation.now;
  const wait = async (milliseconds: number) => {
    simulation.now += milliseconds;
  };
  const send: AppleTransport = (request) => access(() => ask(simulation, request, delayed));
  const apple = createAppleClient({
    send,
    leases,
    sessions: createSessionCache(),
    newHolder,
    clock,
    random,
    nonce: () => `${process}-${random()}-${simulation.requests.length}`,
    wait,
  });
  return {
    store: createMemoryStore(simulation.tables, access),
    leases,
    newHolder,
    apple,
    clock,
    random,
    stage: simulation.stage,
    vault: {
      read: (key, source) =>
        access(() => {
          const missing = failed(problem('token.missing', 'Cannot find the server token: none is there; expected one'));
          if (source.kind === 'owned') {
            const token = simulation.owned.get(nameOf(key))?.token;
            return token ? ok(token) : missing;
          }
          const secret = simulation.secrets.get(nameOf(key));
          return secret === undefined ? missing : parseServerToken(secret);
        }),
      readOwned: (key) => access(() => ok(simulation.owned.get(nameOf(key)) ?? {})),
      writeOwned: (key, secret) => access(() => void simulation.owned.set(nameOf(key), secret)),
      deleteOwned: (key) => access(() => void simulation.owned.delete(nameOf(key))),
    },
    checkUrl: () =>
      access(() => {
        if (simulation.checkFails) return failed(problem('adde.url-check-failed', 'Cannot register it: status 404'));
        return ok({ enrollment: 'byod', baseUrl: 'https://mdm.example/enroll', warnings: [] } as const);
      }),
    notify: (notice) =>
      access(() => {
        if (simulation.notifierDown) throw new Error('The topic does not answer.');
        simulation.notified.push(notice);
      }),
  };
}

function ask(
  simulation: Simulation,
  { method, path, headers, body = '', timeoutMs }: Parameters<AppleTransport>[0],
  delayed: { at: number; arrive: () => void }[],
): Awaited<ReturnType<AppleTransport>> {
  simulation.arrive();
  simulation.requests.push({ method, path });
  const call = { method, path, url: `https://mdmenrollment.apple.com${path}`, headers, body };
  if (simulation.late !== undefined && method !== 'GET') {
    delayed.push({ at: simulation.now + simulation.late, arrive: postponed(simulation.apple, call) });
    simulation.late = undefined;
    simulation.now += timeoutMs;
    return { kind: 'fault', fault: 'timeout', detail: `${timeoutMs} ms` };
  }
  const reply = simulation.apple.answer(call);
  if (reply.broken) return { kind: 'fault', fault: 'unreachable', detail: 'ECONNRESET' };
  const delayMs = reply.delayMs ?? 0;
  simulation.now += Math.min(delayMs, timeoutMs);
  if (delayMs > timeoutMs) return { kind: 'fault', fault: 'timeout', detail: `${timeoutMs} ms` };
  const fields = Object.fromEntries(reply.fields.map(([name, value]) => [name.toLowerCase(), value]));
  return { kind: 'answer', status: reply.status, headers: fields, body: reply.body };
}

/** Apple accepts a request now, and does what it asks for later. */
export function postponed(apple: AppleService, call: Parameters<AppleService['answer']>[0]): () => void {
  const before = apple.store.read();
  apple.answer(call);
  const after = apple.store.read();
  apple.store.write(before);
  const changed = Object.keys(after.entries).find((id) => after.entries[id] !== before.entries[id]);
  return () => {
    if (changed !== undefined) apple.overwrite(changed, after.entries[changed]?.url?.url);
  };
}
