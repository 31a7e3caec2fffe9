import { createMemoryLeases, createMemoryStore, emptyTables, nameOf } from './memory-store';
import { registrationStoreBattery } from './store-battery';

describe('registrations in memory', () =>
  registrationStoreBattery(async (servers) => {
    const tables = emptyTables();
    for (const key of servers) {
      tables.servers.set(nameOf(key), { key, token: { kind: 'owned' }, onOverwrite: 'report' });
    }
    return { store: createMemoryStore(tables), leases: createMemoryLeases(tables) };
  }));
