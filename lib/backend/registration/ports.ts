import type { AppleClient } from '../../adapters/apple/client';
import type { Leases } from '../../adapters/apple/lease';
import type { Discovered } from '../../core/discovery/interpret';
import type { Controls, StageSetting } from '../../core/registration/controls';
import type { Notice, Registration, ServerKey } from '../../core/registration/registration';
import type { ServerToken } from '../../core/registration/server-token';
import type { Commit } from '../../core/registration/step';
import type { Result } from '../../core/result';
import type { TokenDeclaration } from '../../core/tenants/declaration';

/** A server as it is kept: its registration, and what the tenant's file says of it. */
export interface RegistrationRecord {
  readonly registration: Registration;
  readonly token: TokenDeclaration;
  readonly onOverwrite: 'report' | 'restore';
  /** Of a server that was released: until when it goes on answering, ISO 8601. */
  readonly answersUntil?: string;
}

/** A page of what was asked for, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/** Where registrations are kept. */
export interface RegistrationStore {
  /** Nothing where no such server is declared; one that nobody has touched has version 0. */
  get(key: ServerKey): Promise<RegistrationRecord | undefined>;
  /** Stores the next version with its events, all or nothing; false where `before` is no longer the current version. */
  commit(before: number, commit: Commit): Promise<boolean>;
  /** Servers whose next visit is at `now` or earlier, the longest waiting first. */
  listDue(now: number, after?: string): Promise<Page<ServerKey>>;
  countServers(): Promise<number>;
  readControls(): Promise<Controls | undefined>;
  /** False where somebody else has written since. */
  writeControls(before: number, controls: Controls): Promise<boolean>;
}

/** The key pair that waits for a token file, PEM. */
export interface StagedKey {
  readonly certificate: string;
  readonly privateKey: string;
}

/** What the secret of an owned token holds. */
export interface OwnedSecret {
  readonly token?: ServerToken;
  readonly staged?: StagedKey;
}

/**
 * Where server tokens are kept. Problem codes of both reads: `token.missing`, `token.deleted`, `token.unreadable`,
 * `token.malformed`, `token.store-unavailable`.
 */
export interface TokenVault {
  read(key: ServerKey, source: TokenDeclaration): Promise<Result<ServerToken>>;
  readOwned(key: ServerKey): Promise<Result<OwnedSecret>>;
  writeOwned(key: ServerKey, secret: OwnedSecret): Promise<void>;
  /** What is gone already stays gone. It can be brought back for 30 days. */
  deleteOwned(key: ServerKey): Promise<void>;
}

/** The longest that a check of a URL takes: what a person waits for must leave time for Apple as well. */
export const URL_CHECK_MS = 5000;

/** Follows a URL as devices would. Problem codes: `adde.url-*`. */
export type UrlCheck = (url: string) => Promise<Result<Discovered>>;

/** A stage-wide decision that a person must know of. */
export interface StageNotice {
  readonly key: string;
  readonly code: 'adde.brake' | 'adde.observe-only';
  readonly message: string;
  readonly at: number;
}

/** Tells people; rejects where it could not. */
export type Notifier = (notice: Notice | StageNotice) => Promise<void>;

/** Everything outside that registrations need. */
export interface RegistrationPorts {
  readonly store: RegistrationStore;
  readonly vault: TokenVault;
  readonly apple: AppleClient;
  readonly leases: Leases;
  /** A name for who holds a lease, another one each time. */
  readonly newHolder: () => string;
  readonly checkUrl: UrlCheck;
  readonly notify: Notifier;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly stage: StageSetting & { readonly discoveryDomain?: string };
}
