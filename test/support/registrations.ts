import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createAppleClient } from '../../lib/adapters/apple/client';
import { createSessionCache } from '../../lib/adapters/apple/sessions';
import { createLeases } from '../../lib/adapters/dynamodb/leases';
import { createRegistrationStore } from '../../lib/adapters/dynamodb/registrations';
import type { OwnedSecret, RegistrationPorts } from '../../lib/backend/registration/ports';
import { problem } from '../../lib/core/problems';
import { failed, ok } from '../../lib/core/result';
import { type AppleService, createAppleService } from '../../lib/local/simulation/apple/service';
import { createMemoryStore } from '../../lib/local/simulation/apple/state';

/** Registrations on a table, with the whole of Apple in memory: an organisation and one entry `main` per tenant. */
export interface TestRegistrations {
  readonly apple: AppleService;
  readonly ports: RegistrationPorts;
  /** What is kept of owned tokens, by `<tenant>/<server>`. */
  readonly owned: Map<string, OwnedSecret>;
}

export function createTestRegistrations(
  client: DynamoDBClient,
  table: string,
  tenants: readonly string[],
  clock: () => number,
): TestRegistrations {
  let serial = 0;
  const randomHex = (length: number) => {
    serial += 1;
    return serial.toString(16).padStart(length, '0');
  };
  const apple = createAppleService({ store: appleStore(tenants), clock, randomHex });
  const leases = createLeases(client, table);
  const owned = new Map<string, OwnedSecret>();
  const nameOf = ({ tenant, server }: { tenant: string; server: string }) => `${tenant}/${server}`;
  const ports: RegistrationPorts = {
    store: createRegistrationStore(client, table),
    leases,
    newHolder: () => randomHex(8),
    apple: createAppleClient({
      send: async ({ method, path, headers, body = '' }) => {
        const reply = apple.answer({ method, path, url: `https://mdmenrollment.apple.com${path}`, headers, body });
        const fields = Object.fromEntries(reply.fields.map(([name, value]) => [name.toLowerCase(), value]));
        return { kind: 'answer', status: reply.status, headers: fields, body: reply.body };
      },
      leases,
      sessions: createSessionCache(),
      newHolder: () => randomHex(8),
      clock,
      random: () => 0,
      nonce: () => randomHex(8),
      wait: async () => {},
    }),
    vault: {
      read: async (key) => {
        const token = owned.get(nameOf(key))?.token;
        const missing = problem('token.missing', 'Cannot find the server token: none is there; expected one');
        return token ? ok(token) : failed(missing);
      },
      readOwned: async (key) => ok(owned.get(nameOf(key)) ?? {}),
      writeOwned: async (key, secret) => void owned.set(nameOf(key), secret),
      deleteOwned: async (key) => void owned.delete(nameOf(key)),
    },
    checkUrl: async () => ok({ enrollment: 'byod', baseUrl: 'https://mdm.example/enroll', warnings: [] }),
    notify: async () => {},
    clock,
    random: () => 0,
    stage: { storeId: table, initialWrites: 'on', discoveryDomain: 'discovery.signpost.example' },
  };
  return { apple, ports, owned };
}

function appleStore(tenants: readonly string[]) {
  const organisation = (id: string) => ({
    id,
    name: id,
    verifiedDomains: [`${id}.example`],
    defaultAssignment: {},
    termsSigned: true,
    supported: true,
  });
  const entry = (id: string) => ({ id: `${id}/main`, organisation: id, name: `Entry ${id}`, uuid: 'U' });
  return createMemoryStore({
    organisations: Object.fromEntries(tenants.map((id) => [id, organisation(id)])),
    entries: Object.fromEntries(tenants.map((id) => [`${id}/main`, entry(id)])),
  });
}
