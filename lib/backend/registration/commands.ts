import { problem } from '../../core/problems';
import { chooseAddeUrl } from '../../core/registration/adde-url';
import { refresh, requestRemoval, requestUrl } from '../../core/registration/desired-state';
import type { Registration, ServerKey } from '../../core/registration/registration';
import type { Moment, RegistrationStep } from '../../core/registration/step';
import { failed, ok, type Result } from '../../core/result';
import { retryOnConflict } from '../version-conflict';
import type { RegistrationPorts, RegistrationRecord } from './ports';
import { loadRecord, momentOf, settingOf } from './record';
import { visit } from './visit';

/** Who sends a request, and until when its sender waits. */
export interface Requester {
  /** An account or a role; never an e-mail address. */
  readonly by: string;
  readonly role: 'platform' | 'tenant';
  /** Milliseconds since 1970. */
  readonly deadline: number;
  /** The version that the sender has seen; any when left out. */
  readonly version?: number;
}

/**
 * Requests a URL at Apple, the server's default one when left out: stores the request and tries at once. The result is
 * the registration when the time is over: `set`, or with the fault that blocks it and the time of the next attempt.
 * Problem codes: `adde.server-not-found`, `adde.url-not-valid`, `adde.url-not-ours`, `adde.no-default-url`,
 * `adde.released`, `adde.changed-meanwhile`.
 */
export async function configureAddeUrl(
  ports: RegistrationPorts,
  key: ServerKey,
  url: string | undefined,
  requester: Requester,
): Promise<Result<Registration>> {
  const record = await ports.store.get(key);
  if (!record) return failed(notFound(key));
  if (record.answersUntil !== undefined) return failed(released(key, record.answersUntil));
  const chosen = chooseAddeUrl(url, settingOf(ports, record).defaultUrl, requester.role);
  if (!chosen.ok) return chosen;
  return command(ports, key, requester, (registration, moment) => requestUrl(registration, chosen.value, moment));
}

/** Requests the removal of the URL from Apple. Problem codes: `adde.server-not-found`, `adde.changed-meanwhile`. */
export function removeAddeUrl(
  ports: RegistrationPorts,
  key: ServerKey,
  requester: Requester,
): Promise<Result<Registration>> {
  return command(ports, key, requester, requestRemoval);
}

/** Checks now, and tries again what had failed. Problem codes: `adde.server-not-found`, `adde.changed-meanwhile`. */
export function refreshAddeUrl(
  ports: RegistrationPorts,
  key: ServerKey,
  requester: Requester,
): Promise<Result<Registration>> {
  return command(ports, key, requester, refresh);
}

/** The server as it is stored. Problem code: `adde.server-not-found`. */
export async function showServer(ports: RegistrationPorts, key: ServerKey): Promise<Result<RegistrationRecord>> {
  const record = await ports.store.get(key);
  return record ? ok(record) : failed(notFound(key));
}

async function command(
  ports: RegistrationPorts,
  key: ServerKey,
  { by, deadline, version }: Requester,
  desired: (registration: Registration, moment: Moment) => RegistrationStep,
): Promise<Result<Registration>> {
  const refusal = await retryOnConflict('the registration', async () => {
    const versioned = await loadRecord(ports, key);
    if (!versioned) return notFound(key);
    if (version !== undefined && version !== versioned.registration.version) return changedMeanwhile(key);
    await versioned.commit(desired(versioned.registration, momentOf(ports, by)));
    return undefined;
  });
  if (refusal) return failed(refusal);
  const registration = await visit(ports, key, deadline, 'asked');
  return registration ? ok(registration) : failed(notFound(key));
}

function notFound({ tenant, server }: ServerKey) {
  return problem('adde.server-not-found', `Cannot find the server "${server}" of "${tenant}"; expected a declared one`);
}

function released({ tenant, server }: ServerKey, answersUntil: string) {
  return problem(
    'adde.released',
    `Cannot configure the ADDE URL of ${tenant}/${server}: it was released and answers until ${answersUntil}; expected a server that is deployed`,
  );
}

function changedMeanwhile({ tenant, server }: ServerKey) {
  return problem(
    'adde.changed-meanwhile',
    `Cannot change the ADDE URL of ${tenant}/${server}: it was changed meanwhile; expected the version that was read`,
  );
}
