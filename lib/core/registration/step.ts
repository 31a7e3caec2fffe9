import type { ProblemCode } from '../problems';
import type { Registration, RegistrationState, ServerKey } from './registration';

/** When and for whom something happens; `jitter` between 0 and 1 spreads what would else happen at once. */
export interface Moment {
  readonly now: number;
  readonly jitter: number;
  readonly by: string;
}

/** Who acts where no person made a request. */
export const SIGNPOST = 'signpost';

const EVENT_KINDS = [
  'requested',
  'refreshed',
  'set',
  'removed',
  'left-alone',
  'failed',
  'overwritten',
  'contested',
  'repairing',
  'token-changed',
  'token-deleted',
] as const;
type EventKind = (typeof EVENT_KINDS)[number];

/** One change of a registration: who, what, from, to, when. */
export interface RegistrationEvent extends ServerKey {
  /** Unique within the server and growing with time. */
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly what: EventKind;
  readonly state: { readonly from: RegistrationState; readonly to: RegistrationState };
  /** URLs, where the event is about one. */
  readonly from?: string;
  readonly to?: string;
  readonly code?: ProblemCode;
}

type EventDraft = Omit<RegistrationEvent, 'id' | keyof ServerKey>;

/** A registration on its way from one version to the next, with what happened since. */
export interface RegistrationStep {
  readonly registration: Registration;
  readonly events: readonly EventDraft[];
}

export function stepFrom(registration: Registration): RegistrationStep {
  return { registration, events: [] };
}

/** The step with fields changed that are no event by themselves; the state is none of them. */
export function change(
  step: RegistrationStep,
  changes: Partial<Omit<Registration, 'state' | keyof ServerKey>>,
): RegistrationStep {
  return { ...step, registration: { ...step.registration, ...changes } };
}

/** The step with one event more, and the changes that it stands for. */
export function recordEvent(
  step: RegistrationStep,
  { now, by }: Moment,
  event: Pick<EventDraft, 'what' | 'from' | 'to' | 'code'>,
  changes: Partial<Omit<Registration, keyof ServerKey>> = {},
): RegistrationStep {
  const registration = { ...step.registration, ...changes };
  const state = { from: step.registration.state, to: registration.state };
  return { registration, events: [...step.events, { ...event, at: now, by, state }] };
}

/** What is to be stored together: the next version, and its events. */
export interface Commit {
  readonly registration: Registration;
  readonly events: readonly RegistrationEvent[];
}

/** The step as the version after `before`, or nothing where nothing changed. */
export function commitOf(before: Registration, { registration, events }: RegistrationStep): Commit | undefined {
  if (events.length === 0 && sameData(before, registration)) return undefined;
  const version = before.version + 1;
  const { tenant, server } = before;
  return {
    registration: { ...registration, version },
    // The version is unique, so a repeated write of the same version repeats the same ids.
    events: events.map((event, index) => ({
      tenant,
      server,
      id: `${String(version).padStart(8, '0')}-${index}`,
      ...event,
    })),
  };
}

function sameData(a: Registration, b: Registration): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
