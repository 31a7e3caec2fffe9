import type { Discovered } from '../../core/discovery/interpret';
import type { Page } from '../../core/page';
import type { Controls, StageSetting } from '../../core/registration/controls';
import type { Obstacle } from '../../core/registration/faults';
import type { AppleAccount, AppleUrl, Notice, Registration, ServerKey } from '../../core/registration/registration';
import type { ServerToken } from '../../core/registration/server-token';
import type { Commit } from '../../core/registration/step';
import type { TokenFacts } from '../../core/registration/token-status';
import type { Result } from '../../core/result';
import type { TokenDeclaration } from '../../core/tenants/declaration';

/** A server as it is stored: its registration, and what the tenant's file declares of it. */
export interface RegistrationRecord {
  readonly registration: Registration;
  readonly token: TokenDeclaration;
  readonly onOverwrite: 'report' | 'restore';
  /** Of a server that was released: until when it goes on answering, ISO 8601. */
  readonly answersUntil?: string;
}

/** Where registrations are stored. */
export interface RegistrationStore {
  /** Nothing where no such server is declared; before the first request its registration has version 0. */
  get(key: ServerKey): Promise<RegistrationRecord | undefined>;
  /** Stores the next version with its events, all or nothing; false where `before` is no longer the current version. */
  commit(before: number, commit: Commit): Promise<boolean>;
  /** Servers whose next visit is at `now` or earlier, the longest waiting first. */
  listDue(now: number, after?: string): Promise<Page<ServerKey>>;
  countServers(): Promise<number>;
  readControls(): Promise<Controls | undefined>;
  /** False where another process has written since. */
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
  /** Does nothing where it is deleted already. It can be restored for 30 days. */
  deleteOwned(key: ServerKey): Promise<void>;
}

/** What came of a call to Apple. */
export type AppleResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Obstacle };

/** What can be asked of Apple while the lease is held. */
export interface Conversation {
  readAddeUrl(): Promise<AppleResult<AppleUrl>>;
  setAddeUrl(url: string): Promise<AppleResult<undefined>>;
  removeAddeUrl(): Promise<AppleResult<undefined>>;
  readAccount(): Promise<AppleResult<AppleAccount>>;
}

export interface AppleClient {
  /** What may be stored of a token: nothing from which the token could be found out. */
  factsOf(token: ServerToken): TokenFacts;
  /**
   * Talks to Apple for one token, alone: `adde.busy` while another conversation does. No request begins after `deadline`
   * (milliseconds since 1970). Problem codes: `apple.*`, `adde.busy`.
   */
  converse<T>(
    token: ServerToken,
    deadline: number,
    talk: (conversation: Conversation) => Promise<T>,
  ): Promise<AppleResult<T>>;
}

/** Leases by name: each is held by one holder at a time. */
export interface Leases {
  /** Takes the lease or prolongs one's own; false while another holder has it. */
  hold(name: string, holder: string, until: number, now: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/** Follows a URL as devices would. Problem codes: `adde.url-*`. */
export type UrlCheck = (url: string) => Promise<Result<Discovered>>;

/** A decision about the whole stage that people must know of. */
export interface StageNotice {
  readonly key: string;
  readonly code: 'adde.brake' | 'adde.observe-only';
  readonly message: string;
  readonly at: number;
}

/** Sends a notice to people; rejects where it could not. */
export type Notifier = (notice: Notice | StageNotice) => Promise<void>;

/** What registrations need of the rest of the system. */
export interface RegistrationPorts {
  readonly store: RegistrationStore;
  readonly vault: TokenVault;
  readonly apple: AppleClient;
  readonly leases: Leases;
  /** A name for the holder of a lease, another one each time. */
  readonly newHolder: () => string;
  readonly checkUrl: UrlCheck;
  readonly notify: Notifier;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly stage: StageSetting & { readonly discoveryDomain?: string };
}
