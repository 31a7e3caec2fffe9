import { problem } from '../../core/problems';
import { chooseAddeUrl } from '../../core/registration/adde-url';
import { refresh, requestRemoval, requestUrl } from '../../core/registration/desired-state';
import type { Registration, ServerKey } from '../../core/registration/registration';
import type { Moment, RegistrationStep } from '../../core/registration/step';
import { failed, ok, type Result } from '../../core/result';
import type { RegistrationPorts, RegistrationRecord } from './ports';
import { loadRecord, momentOf, settingOf, VersionConflict } from './record';
import { visit } from './visit';

/** Who asks, and until when the asker waits. */
export interface Requester {
  /** An account or a role; never an e-mail address. */
  readonly by: string;
  readonly role: 'platform' | 'tenant';
  /** Milliseconds since 1970. */
  readonly deadline: number;
  /** The version that the asker has seen; any when left out. */
  readonly version?: number;
}

/**
 * Wants a URL at Apple, the server's default one when left out: writes the wish down and tries at once. The registration
 * as it is when the time is over: `set`, or with the fault that stands in the way and when it is tried again.
 * Problem codes: `adde.server-not-found`, `adde.url-not-valid`, `adde.url-not-ours`, `adde.no-default-url`,
 * `adde.released`, `adde.changed-meanwhile`.
 */
export async function configureAddeUrl(
  ports: RegistrationPorts,
  key: ServerKey,
  url: string | undefined,
  asking: Requester,
): Promise<Result<Registration>> {
  const record = await ports.store.get(key);
  if (!record) return failed(notFound(key));
  if (record.answersUntil !== undefined) return failed(released(key, record.answersUntil));
  const chosen = chooseAddeUrl(url, settingOf(ports, record).defaultUrl, asking.role);
  if (!chosen.ok) return chosen;
  return command(ports, key, asking, (registration, moment) => requestUrl(registration, chosen.value, moment));
}

/** Wants no URL of ours at Apple any more. Problem codes: `adde.server-not-found`, `adde.changed-meanwhile`. */
export function removeAddeUrl(
  ports: RegistrationPorts,
  key: ServerKey,
  asking: Requester,
): Promise<Result<Registration>> {
  return command(ports, key, asking, requestRemoval);
}

/** Looks now, and tries again what had failed. Problem codes: `adde.server-not-found`, `adde.changed-meanwhile`. */
export function refreshAddeUrl(
  ports: RegistrationPorts,
  key: ServerKey,
  asking: Requester,
): Promise<Result<Registration>> {
  return command(ports, key, asking, refresh);
}

/** The server as it is kept. Problem code: `adde.server-not-found`. */
export async function showServer(ports: RegistrationPorts, key: ServerKey): Promise<Result<RegistrationRecord>> {
  const record = await ports.store.get(key);
  return record ? ok(record) : failed(notFound(key));
}

const ATTEMPTS = 10;

async function command(
  ports: RegistrationPorts,
  key: ServerKey,
  { by, deadline, version }: Requester,
  desired: (registration: Registration, moment: Moment) => RegistrationStep,
): Promise<Result<Registration>> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const versioned = await loadRecord(ports, key);
    if (!versioned) return failed(notFound(key));
    if (version !== undefined && version !== versioned.registration.version) return failed(changedMeanwhile(key));
    try {
      await versioned.commit(desired(versioned.registration, momentOf(ports, by)));
    } catch (error) {
      if (error instanceof VersionConflict) continue;
      throw error;
    }
    const registration = await visit(ports, key, deadline, 'asked');
    return registration ? ok(registration) : failed(notFound(key));
  }
  throw new Error('The registration changes too often to be written.');
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
