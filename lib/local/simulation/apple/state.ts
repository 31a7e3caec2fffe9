import { readFileSync } from 'node:fs';
import { replaceFile } from '../../../adapters/files/replace-file';
import type { Family } from '../../../core/discovery/family';

/** A server token as Apple hands it out. */
export interface AppleToken {
  readonly consumer_key: string;
  readonly consumer_secret: string;
  readonly access_token: string;
  readonly access_secret: string;
  readonly access_token_expiry: string;
}

/** An MDM server in Apple Business Manager. */
export interface AppleEntry {
  /** `<tenant>/<server>`. */
  readonly id: string;
  readonly organisation: string;
  readonly name: string;
  readonly uuid: string;
  /** The one token that is valid; a new one makes this worthless. */
  readonly token?: AppleToken;
  readonly url?: { readonly url: string; readonly setAt: string };
}

/** A customer of Apple Business Manager. */
export interface AppleOrganisation {
  readonly id: string;
  readonly name: string;
  /** E-mail domains that the organisation has proved to own. */
  readonly verifiedDomains: readonly string[];
  /** The entry that the devices of a family are assigned to: its id, or Apple's own MDM. */
  readonly defaultAssignment: Readonly<Partial<Record<Family, string>>>;
  readonly termsSigned: boolean;
  /** Whether Apple offers the ADDE URL to the organisation. */
  readonly supported: boolean;
}

/** What `defaultAssignment` holds for Apple's own MDM. */
export const BUILT_IN_MDM = 'built-in';

/** All that Apple keeps. */
export interface AppleState {
  readonly organisations: Readonly<Record<string, AppleOrganisation>>;
  readonly entries: Readonly<Record<string, AppleEntry>>;
}

export const NOTHING_KNOWN: AppleState = { organisations: {}, entries: {} };

/** Where the state is kept between starts. */
export interface AppleStore {
  read(): AppleState;
  write(state: AppleState): void;
}

export function createMemoryStore(state: AppleState = NOTHING_KNOWN): AppleStore {
  let current = state;
  return {
    read: () => current,
    write: (next) => {
      current = next;
    },
  };
}

/** A file, replaced as a whole by each change: a process that is killed leaves the old or the new one. */
export function createFileStore(file: string): AppleStore {
  let current = readState(file);
  return {
    read: () => current,
    write: (next) => {
      // It holds tokens, if only of the Apple simulator.
      replaceFile(file, JSON.stringify(next, null, 1), { mode: 0o600 });
      current = next;
    },
  };
}

function readState(file: string): AppleState {
  try {
    const state: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isState(state) ? state : NOTHING_KNOWN;
  } catch {
    return NOTHING_KNOWN;
  }
}

/** We wrote it ourselves, so its outline is enough. */
function isState(value: unknown): value is AppleState {
  return typeof value === 'object' && value !== null && 'organisations' in value && 'entries' in value;
}

/** A time as Apple writes it: without fractions of a second. */
export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
