import { randomUUID } from 'node:crypto';
import { PARALLEL } from '../../lambda/reconcile/run';
import { createAppleClient } from '../../lib/adapters/apple/client';
import { createSessionCache } from '../../lib/adapters/apple/sessions';
import type { AppleTransport } from '../../lib/adapters/apple/transport';
import { createLeases } from '../../lib/adapters/dynamodb/leases';
import { createRegistrationStore } from '../../lib/adapters/dynamodb/registrations';
import { createTenantRepository } from '../../lib/adapters/dynamodb/tenants';
import type { RegistrationPorts } from '../../lib/backend/registration/ports';
import { reconcile } from '../../lib/backend/registration/reconcile';
import { parseServerToken } from '../../lib/core/registration/server-token';
import { ok } from '../../lib/core/result';
import { createAppleService } from '../../lib/local/simulation/apple/service';
import { createMemoryStore } from '../../lib/local/simulation/apple/state';
import { type Engine, startDynoxide } from '../../test/support/dynamodb';
import { serverRecord, tenantRecord } from '../../test/support/tenant-records';
import { amount } from '../report/figure';
import type { Row } from './row';

const SERVERS = 1000;
const APPLE_MS = 50;
const REPEATS = 3;
/** Servers of a first run, which loads everything that is loaded once. */
const WARM_UP = 50;
const HOUR_MS = 3_600_000;

/** One run of the reconciler over servers that are all due, with the table and every call to Apple. */
export const reconciling: Row = {
  name: 'reconcile',
  ifMissed: 'A change of an ADDE URL then reaches Apple later in a fleet of this size; no device notices it.',
  measure: async () => {
    const engine = await startDynoxide();
    try {
      await runOnce(engine, WARM_UP);
      const runs: Run[] = [];
      for (let repeat = 0; repeat < REPEATS; repeat += 1) runs.push(await runOnce(engine, SERVERS));
      const shares = runs.map(({ calls, milliseconds }) => (100 * ((calls * APPLE_MS) / PARALLEL)) / milliseconds);
      const calls = runs[0]?.calls ?? 0;
      return {
        figures: [
          amount(`reconcile: share of the least possible time, ${SERVERS} servers`, shares, '%', {
            goal: { atLeast: 80 },
          }),
          amount(
            'reconcile: one run',
            runs.map(({ milliseconds }) => milliseconds / 1000),
            's',
          ),
        ],
        notes: [
          `least possible: ${calls} calls × ${APPLE_MS} ms / ${PARALLEL} at a time: the first check of each server, which finds nothing to write. The state is in the embedded engine; the secret store answers at once.`,
        ],
      };
    } finally {
      await engine.close();
    }
  },
};

interface Run {
  readonly calls: number;
  readonly milliseconds: number;
}

async function runOnce(engine: Engine, servers: number): Promise<Run> {
  const table = await engine.createTable();
  const names = Array.from({ length: servers }, (_, index) => `t${String(index).padStart(4, '0')}`);
  await declare(engine, table, names);
  const counted = { calls: 0 };
  const ports = portsOf(engine, table, names, counted);
  const started = performance.now();
  const { visited, defects, complete } = await reconcile(ports, {
    deadline: Date.now() + HOUR_MS,
    hardDeadline: Date.now() + HOUR_MS,
    parallel: PARALLEL,
    onDefect: (_key, error) => {
      throw error;
    },
  });
  if (visited !== servers || defects > 0 || !complete)
    throw new Error(`${visited} servers visited, ${defects} defects`);
  return { calls: counted.calls, milliseconds: performance.now() - started };
}

async function declare({ client }: Engine, table: string, names: readonly string[]): Promise<void> {
  const repository = createTenantRepository(client, table);
  for (const name of names) {
    await repository.commit([
      { kind: 'tenant', record: tenantRecord(name, { servers: ['main'] }) },
      { kind: 'server', record: serverRecord('main', name) },
    ]);
  }
}

function portsOf(
  { client }: Engine,
  table: string,
  names: readonly string[],
  counted: { calls: number },
): RegistrationPorts {
  const { tokens, send } = createApple(names, counted);
  const leases = createLeases(client, table);
  const clock = Date.now;
  const apple = createAppleClient({
    send,
    leases,
    sessions: createSessionCache(),
    newHolder: randomUUID,
    clock,
    random: Math.random,
    nonce: () => `${Math.random()}`,
    wait: pause,
  });
  return {
    store: createRegistrationStore(client, table),
    vault: {
      read: async ({ tenant }) => parseServerToken(tokens.get(tenant) ?? ''),
      readOwned: async () => ok({}),
      writeOwned: async () => {},
      deleteOwned: async () => {},
    },
    apple,
    leases,
    newHolder: randomUUID,
    checkUrl: async () => ok({ enrollment: 'byod', baseUrl: 'https://na1.mdm.example/enroll', warnings: [] }),
    notify: async () => {},
    clock,
    random: Math.random,
    stage: { storeId: table, initialWrites: 'on', discoveryDomain: 'discovery.signpost.example' },
  };
}

/** Apple, an entry per tenant, every answer after the same time. */
function createApple(names: readonly string[], counted: { calls: number }) {
  let serial = 0;
  const randomHex = (length: number) => {
    serial += 1;
    return serial.toString(16).padStart(length, '0');
  };
  const organisation = (id: string) => ({
    id,
    name: id,
    verifiedDomains: [`${id}.example`],
    defaultAssignment: {},
    termsSigned: true,
    supported: true,
  });
  const service = createAppleService({
    store: createMemoryStore({
      organisations: Object.fromEntries(names.map((id) => [id, organisation(id)])),
      entries: Object.fromEntries(
        names.map((id) => [id, { id, organisation: id, name: `Entry ${id}`, uuid: randomHex(32) }]),
      ),
    }),
    clock: Date.now,
    randomHex,
  });
  const tokens = new Map(names.map((name) => [name, JSON.stringify(service.downloadToken(name))]));
  const send: AppleTransport = async ({ method, path, headers, body = '' }) => {
    counted.calls += 1;
    await pause(APPLE_MS);
    const {
      status,
      fields,
      body: answer,
    } = service.answer({
      method,
      path,
      url: `https://mdmenrollment.apple.com${path}`,
      headers,
      body,
    });
    const named = Object.fromEntries(fields.map(([name, value]) => [name.toLowerCase(), value]));
    return { kind: 'answer', status, headers: named, body: answer };
  };
  return { tokens, send };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
