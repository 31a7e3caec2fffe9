import { problem } from '../../core/problems';
import type { AppleAccount, Registration, ServerKey } from '../../core/registration/registration';
import type { ServerToken } from '../../core/registration/server-token';
import { stepFrom } from '../../core/registration/step';
import {
  afterTokenDeleted,
  afterTokenRead,
  isOnlyKey,
  needsNoToken,
  withAccount,
} from '../../core/registration/token-status';
import { failed, ok, type Result } from '../../core/result';
import { madeAt, makeKeyPair } from '../server-token/key-pair';
import { isPlainToken, openTokenFile, readPlainToken } from '../server-token/token-file';
import { retryOnConflict } from '../version-conflict';
import type { OwnedSecret, RegistrationPorts, RegistrationRecord } from './ports';
import { loadRecord, momentOf, settingOf, type VersionedRecord } from './record';

/** The key whose token file is awaited. */
export interface AwaitingKey {
  /** To be uploaded to Apple Business Manager, PEM. */
  readonly certificate: string;
  /** When it was made, where it is not new: milliseconds since 1970. */
  readonly waitingSince?: number;
}

export interface KeyRequest {
  /** The entry's name, typed as a confirmation: downloading a token for the key stops the MDM that uses the entry. */
  readonly confirmation: string | undefined;
  /** Makes another key where one waits: a token file that was downloaded for that one cannot be opened any more. */
  readonly replace: boolean;
}

export interface Upload {
  readonly file: Uint8Array;
  /** Takes a token in the clear, and one of another entry than that of the token in use, unless a URL of ours is there. */
  readonly force: boolean;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly deadline: number;
}

/**
 * Makes a key pair for an owned token and keeps it, staged, beside the token in use. A key pair that waits already is
 * given again, as a token may have been downloaded for it. Problem codes: `adde.server-not-found`,
 * `token.shared-read-only`, `token.confirm-name`, `token.unreadable`, `adde.busy`.
 */
export async function makeTokenKey(
  ports: RegistrationPorts,
  key: ServerKey,
  { confirmation, replace }: KeyRequest,
): Promise<Result<AwaitingKey>> {
  const record = await ownedServer(ports, key);
  if (!record.ok) return record;
  const name = entryName(record.value);
  if (confirmation !== name) return failed(notConfirmed(name));
  return withSecret(ports, key, async (secret) => {
    const waiting = secret.staged?.certificate;
    if (waiting !== undefined && !replace) return ok({ certificate: waiting, waitingSince: madeAt(waiting) });
    const staged = await makeKeyPair(key, ports.clock());
    await ports.vault.writeOwned(key, { ...secret, staged });
    return ok({ certificate: staged.certificate });
  });
}

/** What a person types to confirm: the entry's name at Apple, or the server's own while Apple has not been asked yet. */
export function entryName({ registration }: RegistrationRecord): string {
  return registration.token.account?.serverName ?? registration.server;
}

/**
 * Takes Apple's token file: opens it with the staged key, asks Apple for the account, and only then puts the token into
 * use; until then the token before stays. Problem codes: those of `openTokenFile` and of Apple, `adde.server-not-found`,
 * `token.shared-read-only`, `token.no-staged-key`, `token.plain-not-forced`, `token.in-use`, `token.other-entry`,
 * `adde.busy`.
 */
export async function uploadToken(
  ports: RegistrationPorts,
  key: ServerKey,
  upload: Upload,
): Promise<Result<Registration>> {
  const record = await ownedServer(ports, key);
  if (!record.ok) return record;
  return withSecret(ports, key, async (secret) => {
    const token = readUpload(upload, secret);
    if (!token.ok) return token;
    const facts = ports.apple.factsOf(token.value);
    const isOther = secret.token !== undefined && ports.apple.factsOf(secret.token).entry !== facts.entry;
    if (isOther && (await isNeededForRemoval(ports, key))) return failed(stillOpens(key));
    if (isOther && !upload.force) return failed(otherEntry());
    if (facts.expiresAt <= ports.clock()) return failed(expired(facts.expiresAt));
    const account = await askAccount(ports, token.value, upload.deadline);
    if (!account.ok) return account;
    await ports.vault.writeOwned(key, { token: token.value });
    return ok(await recordToken(ports, key, token.value, account.value, upload.by));
  });
}

/**
 * Deletes an owned token, and the key that waits for the next one, once nothing of ours is at Apple: without it nothing
 * could be removed there any more. What is deleted already stays so. Problem codes: `adde.server-not-found`,
 * `token.shared-read-only`, `token.in-use`, `adde.busy`.
 */
export async function deleteToken(ports: RegistrationPorts, key: ServerKey, by: string): Promise<Result<Registration>> {
  const owned = await ownedServer(ports, key);
  if (!owned.ok) return owned;
  return withLease(ports, key, async () => {
    const record = await ports.store.get(key);
    if (record && !needsNoToken(record.registration, settingOf(ports, record).defaultUrl))
      return failed(inUse(record.registration));
    await ports.vault.deleteOwned(key);
    return ok(
      await changeRegistration(ports, key, (versioned) =>
        versioned.commit(afterTokenDeleted(versioned.registration, momentOf(ports, by))),
      ),
    );
  });
}

/** Whether a URL of ours could not be removed from Apple without the token in use. */
async function isNeededForRemoval(ports: RegistrationPorts, key: ServerKey): Promise<boolean> {
  const record = await ports.store.get(key);
  return record !== undefined && isOnlyKey(record.registration, settingOf(ports, record).defaultUrl, ports.clock());
}

/** Whether an owned token, or a key that waits for one, is in the secret store; an unreadable secret counts as stored. */
export async function isKept({ vault }: RegistrationPorts, key: ServerKey): Promise<boolean> {
  const secret = await vault.readOwned(key);
  if (!secret.ok) return secret.problem.code !== 'token.deleted';
  return secret.value.token !== undefined || secret.value.staged !== undefined;
}

function readUpload({ file, force }: Upload, { staged }: OwnedSecret): Result<ServerToken> {
  if (isPlainToken(file)) {
    if (force) return readPlainToken(file);
    const message = 'Cannot take the token: it is in the clear; expected the .p7m file that Apple gives out';
    return failed(problem('token.plain-not-forced', message));
  }
  if (staged) return openTokenFile(file, staged);
  return failed(
    problem('token.no-staged-key', 'Cannot open the token file: no key waits for it; expected a key made before'),
  );
}

async function askAccount(
  ports: RegistrationPorts,
  token: ServerToken,
  deadline: number,
): Promise<Result<AppleAccount>> {
  const answer = await ports.apple.converse(token, deadline, (apple) => apple.readAccount());
  return answer.ok ? answer.value : answer;
}

/** Records the new token, and makes the server due now. */
function recordToken(
  ports: RegistrationPorts,
  key: ServerKey,
  token: ServerToken,
  account: AppleAccount,
  by: string,
): Promise<Registration> {
  return changeRegistration(ports, key, async (versioned) => {
    const moment = momentOf(ports, by);
    await versioned.commit(afterTokenRead(versioned.registration, ports.apple.factsOf(token), moment));
    await versioned.commit(stepFrom({ ...withAccount(versioned.registration, account), due: moment.now }));
  });
}

async function changeRegistration(
  ports: RegistrationPorts,
  key: ServerKey,
  write: (versioned: VersionedRecord) => Promise<void>,
): Promise<Registration> {
  return retryOnConflict('the registration', async () => {
    const versioned = await loadRecord(ports, key);
    if (!versioned) throw new Error('Cannot write the registration: its server is not declared any more');
    await write(versioned);
    return versioned.registration;
  });
}

async function ownedServer({ store }: RegistrationPorts, key: ServerKey): Promise<Result<RegistrationRecord>> {
  const { tenant, server } = key;
  const record = await store.get(key);
  if (!record) {
    const message = `Cannot find the server "${server}" of "${tenant}"; expected a declared one`;
    return failed(problem('adde.server-not-found', message));
  }
  if (record.token.kind === 'owned') return ok(record);
  const message = `Cannot change the token of ${tenant}/${server}: it is declared as shared; expected owned()`;
  return failed(problem('token.shared-read-only', message));
}

const EXCHANGE_MS = 60_000;

/** Reads the secret and works on it under its lease. */
function withSecret<T>(
  ports: RegistrationPorts,
  key: ServerKey,
  work: (secret: OwnedSecret) => Promise<Result<T>>,
): Promise<Result<T>> {
  return withLease(ports, key, async () => {
    const secret = await ports.vault.readOwned(key);
    return secret.ok ? work(secret.value) : secret;
  });
}

/** Works on a secret under its lease: a secret store has no versions to compare. */
async function withLease<T>(
  ports: RegistrationPorts,
  key: ServerKey,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const lease = `token/${key.tenant}/${key.server}`;
  const [now, holder] = [ports.clock(), ports.newHolder()];
  if (!(await ports.leases.hold(lease, holder, now + EXCHANGE_MS, now))) return failed(busy());
  try {
    return await work();
  } finally {
    await ports.leases.release(lease, holder);
  }
}

function notConfirmed(name: string) {
  return problem(
    'token.confirm-name',
    `Cannot make a key: downloading its token stops the MDM that uses the entry "${name}"; expected the name of the entry as confirmation`,
  );
}

function inUse({ tenant, server, state }: Registration) {
  const message = `Cannot delete the token of ${tenant}/${server}: its ADDE URL is "${state}" and may be at Apple; expected it removed`;
  return problem('token.in-use', message);
}

function stillOpens({ tenant, server }: ServerKey) {
  const message = `Cannot take the token: it is of another entry, and the ADDE URL of ${tenant}/${server} may be at Apple under the entry of the token in use; expected it removed there`;
  return problem('token.in-use', message);
}

function otherEntry() {
  return problem(
    'token.other-entry',
    'Cannot take the token: its consumer key is another one than that of the token in use; expected the same entry',
  );
}

function expired(expiresAt: number) {
  const when = new Date(expiresAt).toISOString();
  return problem('token.expired', `Cannot take the token: it expired at ${when}; expected a new one`);
}

function busy() {
  return problem('adde.busy', 'Cannot change the token now: another process holds the lease; expected a free lease');
}
