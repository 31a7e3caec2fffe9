import { defaultAddeUrl } from '../../core/registration/adde-url';
import type { Controls } from '../../core/registration/controls';
import { currentControls, gateOf } from '../../core/registration/controls';
import { noticeId } from '../../core/registration/notices';
import type { ObservationContext, Setting } from '../../core/registration/observation';
import type { Notice, Registration, ServerKey } from '../../core/registration/registration';
import { change, commitOf, type Moment, type RegistrationStep, stepFrom } from '../../core/registration/step';
import { type Outbox, sendWaiting } from '../outbox';
import { retryOnConflict, VersionConflict } from '../version-conflict';
import type { RegistrationPorts, RegistrationRecord } from './ports';

/** A server's record as it was loaded; each commit goes on from the one before. */
export interface VersionedRecord {
  readonly record: RegistrationRecord;
  readonly registration: Registration;
  /** Stores a step. Throws `VersionConflict`; the newer version is then visited by itself. */
  commit(step: RegistrationStep): Promise<void>;
}

/** Loads a server as it is stored now, or nothing where it is not declared. */
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

/** What an observation is judged by, now. */
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

/** Changes the stage's controls; controls that stay the same are not written. */
export function changeControls(
  { store, stage, clock }: RegistrationPorts,
  change: (controls: Controls) => Controls,
): Promise<Controls> {
  return retryOnConflict('the controls of the stage', async () => {
    const stored = await store.readControls();
    const version = stored?.version ?? 0;
    const current = currentControls(stored, stage, clock());
    const wanted = change(current);
    if (wanted === current) return current;
    const changed = { ...wanted, version: version + 1 };
    if (!(await store.writeControls(version, changed))) throw new VersionConflict();
    return changed;
  });
}

/** Sends the notices that wait; what could not be sent is tried at a later visit. Throws `VersionConflict`. */
export async function sendNotices(ports: RegistrationPorts, versioned: VersionedRecord): Promise<void> {
  const stored = await sendWaiting(outboxOf(ports), versioned, ports.clock());
  // The notices are marked as sent, on a newer version than this visit has.
  if (stored !== versioned) throw new VersionConflict();
}

function outboxOf(ports: RegistrationPorts): Outbox<VersionedRecord, Notice> {
  return {
    messagesOf: ({ registration }) => registration.outbox,
    idOf: noticeId,
    store: async (versioned, outbox) => {
      await versioned.commit(change(stepFrom(versioned.registration), { outbox }));
      return versioned;
    },
    reload: ({ registration }) => loadRecord(ports, registration),
    send: ports.notify,
  };
}
