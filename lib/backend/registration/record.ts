import { defaultAddeUrl } from '../../core/registration/adde-url';
import type { Controls } from '../../core/registration/controls';
import { currentControls, gateOf } from '../../core/registration/controls';
import { afterNoticesSent, claimNotices } from '../../core/registration/notices';
import type { ObservationContext, Setting } from '../../core/registration/observation';
import type { Notice, Registration, ServerKey } from '../../core/registration/registration';
import { commitOf, type Moment, type RegistrationStep } from '../../core/registration/step';
import type { RegistrationPorts, RegistrationRecord } from './ports';

/** Somebody else wrote in between: what was planned is void, and the newer version is taken up by a visit of its own. */
export class VersionConflict extends Error {}

/** A server in hand: each commit goes on from the one before. */
export interface VersionedRecord {
  readonly record: RegistrationRecord;
  readonly registration: Registration;
  /** Stores a step. Throws `Overtaken`. */
  commit(step: RegistrationStep): Promise<void>;
}

/** Takes a server in hand as it is stored now, or nothing where it is not declared. */
export async function loadRecord({ store }: RegistrationPorts, key: ServerKey): Promise<VersionedRecord | undefined> {
  const record = await store.get(key);
  if (!record) return undefined;
  let { registration } = record;
  return {
    record,
    get registration() {
      return registration;
    },
    async commit(step) {
      const next = commitOf(registration, step);
      if (!next) return;
      if (!(await store.commit(registration.version, next))) throw new VersionConflict();
      registration = next.registration;
    },
  };
}

export function momentOf({ clock, random }: RegistrationPorts, by: string): Moment {
  return { now: clock(), jitter: random(), by };
}

export function settingOf({ stage }: RegistrationPorts, record: RegistrationRecord): Setting {
  const { registration, onOverwrite, answersUntil } = record;
  const defaultUrl =
    stage.discoveryDomain === undefined ? undefined : defaultAddeUrl(stage.discoveryDomain, registration);
  return { onOverwrite, isReleased: answersUntil !== undefined, ...(defaultUrl === undefined ? {} : { defaultUrl }) };
}

/** What a look is judged by, now. */
export async function observationContext(
  ports: RegistrationPorts,
  record: RegistrationRecord,
  by: string,
): Promise<ObservationContext> {
  const controls = await readControls(ports);
  return { moment: momentOf(ports, by), setting: settingOf(ports, record), gate: gateOf(controls) };
}

/** The stage's controls as they hold now. */
export async function readControls({ store, stage, clock }: RegistrationPorts): Promise<Controls> {
  return currentControls(await store.readControls(), stage, clock());
}

const ATTEMPTS = 10;

/** Changes the stage's controls, again where somebody else did at the same time; the same controls are not written. */
export async function changeControls(
  { store, stage, clock }: RegistrationPorts,
  change: (controls: Controls) => Controls,
): Promise<Controls> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const stored = await store.readControls();
    const version = stored?.version ?? 0;
    const current = currentControls(stored, stage, clock());
    const wanted = change(current);
    if (wanted === current) return current;
    const changed = { ...wanted, version: version + 1 };
    if (await store.writeControls(version, changed)) return changed;
  }
  throw new Error('The controls of the stage change too often to be written.');
}

/** Sends what waits to be told; what could not be sent is tried at a later visit. Throws `Overtaken`. */
export async function sendNotices(ports: RegistrationPorts, versioned: VersionedRecord): Promise<void> {
  const { step, claimed } = claimNotices(versioned.registration, ports.clock());
  if (claimed.length === 0) return;
  await versioned.commit(step);
  const sent: Notice[] = [];
  for (const notice of claimed) {
    if (await arrives(ports.notify(notice))) sent.push(notice);
  }
  if (sent.length > 0) await noteSent(ports, versioned, sent);
}

/** What was sent must be noted, whoever else changes the registration meanwhile: it would be told again. */
async function noteSent(ports: RegistrationPorts, versioned: VersionedRecord, sent: readonly Notice[]): Promise<void> {
  let current: VersionedRecord | undefined = versioned;
  for (let attempt = 0; current && attempt < ATTEMPTS; attempt += 1) {
    try {
      await current.commit(afterNoticesSent(current.registration, sent));
      if (current === versioned) return;
      break;
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      current = await loadRecord(ports, versioned.registration);
    }
  }
  throw new VersionConflict();
}

export async function arrives(sending: Promise<void>): Promise<boolean> {
  return sending.then(
    () => true,
    () => false,
  );
}
