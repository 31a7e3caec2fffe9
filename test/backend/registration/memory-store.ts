import type { Leases, RegistrationRecord, RegistrationStore } from '../../../lib/backend/registration/ports';
import type { Controls } from '../../../lib/core/registration/controls';
import {
  newRegistration,
  nextVisit,
  type Registration,
  type ServerKey,
} from '../../../lib/core/registration/registration';
import type { RegistrationEvent } from '../../../lib/core/registration/step';

/** What a process leaves behind: everything but its memory. */
export interface Tables {
  readonly servers: Map<
    string,
    Omit<RegistrationRecord, 'registration'> & { registration?: Registration; key: ServerKey }
  >;
  readonly events: RegistrationEvent[];
  readonly leases: Map<string, { holder: string; until: number }>;
  controls: Controls | undefined;
  commits: number;
}

export function emptyTables(): Tables {
  return { servers: new Map(), events: [], leases: new Map(), controls: undefined, commits: 0 };
}

/** Around each access: a test may let time pass, or the process die, before and after it. */
export type Access = <T>(effect: () => T) => Promise<T>;

const PAGE = 2;

export function nameOf({ tenant, server }: ServerKey): string {
  return `${tenant}/${server}`;
}

/** The store in memory; data are copied as JSON, as a database does. */
export function createMemoryStore(tables: Tables, access: Access = async (effect) => effect()): RegistrationStore {
  const copy = <T>(value: T): T => (value === undefined ? value : structuredClone(value));
  return {
    get: (key) =>
      access(() => {
        const found = tables.servers.get(nameOf(key));
        if (!found) return undefined;
        const { token, onOverwrite, answersUntil, registration } = found;
        return copy({ token, onOverwrite, answersUntil, registration: registration ?? newRegistration(key, 0) });
      }),
    commit: (before, commit) =>
      access(() => {
        const found = tables.servers.get(nameOf(commit.registration));
        if (!found || (found.registration?.version ?? 0) !== before) return false;
        found.registration = JSON.parse(JSON.stringify(commit.registration));
        tables.events.push(...copy(commit.events));
        tables.commits += 1;
        return true;
      }),
    listDue: (now, after) =>
      access(() => {
        const due = [...tables.servers.values()]
          .map(({ key, registration }) => ({ key, at: registration ? nextVisit(registration) : 0 }))
          .filter(({ at }) => at <= now)
          .map(({ key, at }) => ({ key, mark: `${String(at).padStart(15, '0')} ${nameOf(key)}` }))
          .sort((a, b) => (a.mark < b.mark ? -1 : 1))
          .filter(({ mark }) => after === undefined || mark > after);
        const page = due.slice(0, PAGE);
        return { items: page.map(({ key }) => key), next: due.length > PAGE ? page.at(-1)?.mark : undefined };
      }),
    countServers: () => access(() => tables.servers.size),
    readControls: () => access(() => copy(tables.controls)),
    writeControls: (before, controls) =>
      access(() => {
        if ((tables.controls?.version ?? 0) !== before) return false;
        tables.controls = copy(controls);
        return true;
      }),
  };
}

export function createMemoryLeases({ leases }: Tables, access: Access = async (effect) => effect()): Leases {
  return {
    hold: (name, holder, until, now) =>
      access(() => {
        const held = leases.get(name);
        if (held && held.holder !== holder && held.until > now) return false;
        leases.set(name, { holder, until });
        return true;
      }),
    release: (name, holder) =>
      access(() => {
        if (leases.get(name)?.holder === holder) leases.delete(name);
      }),
  };
}
