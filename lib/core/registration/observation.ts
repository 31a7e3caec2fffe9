import { DAY, dueWhenIdle, HOUR, mayLateWriteArrive } from './due';
import { afterObstacle, HOLDS, type Obstacle } from './faults';
import { forget, notify } from './notices';
import { type AppleUrl, observedUrl, type Registration, type RegistrationState, sameUrl } from './registration';
import { findLateWrite, isOurs, withArrived, withKnown, withSent } from './sent';
import { change, type Moment, type RegistrationStep, recordEvent, stepFrom } from './step';
import { needsNoToken, withoutRejection } from './token-status';

/** What the declaration and the installation say about a server. */
export interface Setting {
  readonly onOverwrite: 'report' | 'restore';
  readonly defaultUrl?: string;
  /** Out of service: no URL of it is set any more, as another server may have come after it. */
  readonly isReleased: boolean;
}

/** Whether anything may be changed at Apple at the moment. */
export type WriteGate = 'open' | 'observe-only' | 'brake';

export interface ObservationContext {
  readonly moment: Moment;
  readonly setting: Setting;
  readonly gate: WriteGate;
}

/** What is to be done at Apple next. */
export type Todo =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'set'; readonly url: string }
  | { readonly kind: 'remove' };

/** A step, and what follows from it. */
export interface JudgedStep {
  readonly step: RegistrationStep;
  readonly todo: Todo;
}

/** Overwrites within a day after which Signpost stops putting its URL back. */
const CONTESTED_AFTER = 3;

const NOTHING: Todo = { kind: 'nothing' };

/** Judges what Apple holds against what is wanted. */
export function afterObservation(registration: Registration, view: AppleUrl, context: ObservationContext): JudgedStep {
  const { now } = context.moment;
  const before = observedUrl(registration);
  const overwrites = registration.overwrites.filter((at) => now - at < DAY);
  const step = change(withoutRejection(stepFrom(registration)), { observed: { ...view, at: now }, overwrites });
  const wanted = registration.desired?.url;
  const url = view.kind === 'url' ? view.url : undefined;
  if (sameUrl(url, wanted)) return { step: settle(step, before, context.moment), todo: NOTHING };
  const lateWrite = findLateWrite(registration, url, now);
  if (lateWrite && (registration.state === 'set' || registration.state === 'none')) {
    const sent = withArrived(registration, lateWrite);
    const state = wanted === undefined ? 'removing' : 'pending';
    const repairing = recordEvent(step, context.moment, { what: 'repairing', from: url, to: wanted }, { state, sent });
    return gated(repairing, wanted === undefined ? { kind: 'remove' } : { kind: 'set', url: wanted }, context);
  }
  return wanted === undefined ? judgeUnwanted(step, url, context) : judgeDiffering(step, wanted, url, context);
}

/** States that a request brings about, and whose end is the doing of the person who made it. */
const REQUESTED: readonly RegistrationState[] = ['pending', 'failed', 'removing'];

/** Apple holds what is wanted. */
function settle(step: RegistrationStep, before: string | undefined, moment: Moment): RegistrationStep {
  const { registration } = step;
  const { desired } = registration;
  const settled = desired?.url === undefined ? 'none' : 'set';
  const clean = forget(step, 'fault:', 'overwritten:', ...(settled === 'set' ? ['contested'] : []));
  const sent = desired?.url === undefined ? registration.sent : withKnown(registration, desired.url, moment.now);
  const cleared = { fault: undefined, attempts: 0, sent };
  const moved =
    registration.state === settled
      ? change(clean, cleared)
      : recordEvent(
          clean,
          { ...moment, by: REQUESTED.includes(registration.state) ? (desired?.by ?? moment.by) : moment.by },
          { what: settled === 'set' ? 'set' : 'removed', from: before, to: desired?.url },
          { ...cleared, state: settled },
        );
  return scheduled(moved, moment);
}

/** No URL is wanted, and Apple holds one: ours is removed on request, another party's is left alone. */
function judgeUnwanted(step: RegistrationStep, url: string | undefined, context: ObservationContext): JudgedStep {
  const { registration } = step;
  if (registration.state !== 'removing' || url === undefined)
    return { step: toIdle(step, context.moment), todo: NOTHING };
  if (isOurs(registration, url, context.setting.defaultUrl)) return gated(step, { kind: 'remove' }, context);
  const left = recordEvent(step, context.moment, { what: 'left-alone', from: url, to: url }, { state: 'none' });
  return { step: toIdle(left, context.moment), todo: NOTHING };
}

/** Another URL, or none, is at Apple than the one wanted. */
function judgeDiffering(
  step: RegistrationStep,
  wanted: string,
  url: string | undefined,
  context: ObservationContext,
): JudgedStep {
  const set: Todo = { kind: 'set', url: wanted };
  switch (step.registration.state) {
    case 'set':
      return judgeOverwritten(step, wanted, url, context);
    case 'overwritten':
      if (context.setting.onOverwrite === 'restore') return gated(step, set, context);
      return { step: toIdle(step, context.moment), todo: NOTHING };
    case 'contested':
      return { step: toIdle(step, context.moment), todo: NOTHING };
    default:
      return gated(step, set, context);
  }
}

function judgeOverwritten(
  step: RegistrationStep,
  wanted: string,
  url: string | undefined,
  context: ObservationContext,
): JudgedStep {
  const { moment, setting } = context;
  const overwrites = [...step.registration.overwrites, moment.now];
  const contested = setting.onOverwrite === 'restore' && overwrites.length >= CONTESTED_AFTER;
  const overwritten = recordEvent(
    step,
    moment,
    { what: 'overwritten', from: wanted, to: url, code: 'adde.overwritten' },
    { state: 'overwritten', overwrites },
  );
  const other = url === undefined ? 'no URL any more' : `"${url}"`;
  if (contested) {
    const given = recordEvent(
      overwritten,
      moment,
      { what: 'contested', code: 'adde.contested' },
      { state: 'contested' },
    );
    const message = `Cannot keep the ADDE URL of ${nameOf(step)}: overwritten ${overwrites.length} times within a day; expected one party to set it`;
    const notified = notify(given, moment, { key: 'contested', code: 'adde.contested', message, needs: 'tenant' });
    return { step: toIdle(notified, moment), todo: NOTHING };
  }
  const message = `Cannot confirm the ADDE URL of ${nameOf(step)}: Apple holds ${other}; expected "${wanted}"`;
  const key = `overwritten:${url ?? 'none'}`;
  const notified = notify(overwritten, moment, { key, code: 'adde.overwritten', message, needs: 'tenant' });
  if (setting.onOverwrite === 'restore') return gated(notified, { kind: 'set', url: wanted }, context);
  return { step: toIdle(notified, moment), todo: NOTHING };
}

/** Lets a write pass where writing is allowed, and holds it back otherwise. */
function gated(step: RegistrationStep, todo: Todo, { gate, moment, setting }: ObservationContext): JudgedStep {
  if (setting.isReleased && todo.kind === 'set') return { step: toIdle(step, moment), todo: NOTHING };
  if (gate === 'open') return { step, todo };
  const held = afterObstacle(step.registration, holdOf(gate), moment);
  return { step: { ...held, events: [...step.events, ...held.events] }, todo: NOTHING };
}

/** Whether a registration waits for nothing but its stage, and Apple was observed as lately as while idle. */
export function isHeld({ fault, observed }: Registration, now: number): boolean {
  return fault !== undefined && HOLDS.includes(fault.code) && observed.kind !== 'unknown' && now - observed.at < HOUR;
}

/** The obstacle that a closed gate is to a change. */
export function holdOf(gate: Exclude<WriteGate, 'open'>): Obstacle {
  return gate === 'observe-only'
    ? {
        code: 'adde.observe-only',
        message: 'Cannot change the ADDE URL yet: this stage only observes; expected the platform team to allow writes',
      }
    : {
        code: 'adde.brake',
        message:
          'Cannot change the ADDE URL yet: too many servers changed within an hour; expected the platform team to release the brake',
      };
}

/** Nothing to be done, and no fault. */
function toIdle(step: RegistrationStep, moment: Moment): RegistrationStep {
  return scheduled(change(forget(step, 'fault:'), { fault: undefined, attempts: 0 }), moment);
}

function scheduled(step: RegistrationStep, moment: Moment): RegistrationStep {
  return change(step, { due: dueWhenIdle(step.registration, moment) });
}

function nameOf({ registration }: RegistrationStep): string {
  return `${registration.tenant}/${registration.server}`;
}

/**
 * A released server needs no observation where nothing of ours is at Apple or on its way there; nothing otherwise. Its
 * token may have been taken away by now.
 */
export function afterRelease(
  registration: Registration,
  moment: Moment,
  { defaultUrl }: Setting,
): RegistrationStep | undefined {
  if (!needsNoToken(registration, defaultUrl) || mayLateWriteArrive(registration, moment.now)) return undefined;
  return toIdle(stepFrom(registration), moment);
}

/** Records what is about to be sent to Apple, so that it is known after a crash as well. */
export function beforeWrite(
  step: RegistrationStep,
  todo: Exclude<Todo, { kind: 'nothing' }>,
  { now, jitter }: Moment,
): RegistrationStep {
  const url = todo.kind === 'set' ? todo.url : undefined;
  // Should this process die now, another one checks soon.
  return change(step, { sent: withSent(step.registration, url, now), due: Math.ceil(now + 60_000 * (1 + jitter)) });
}

/** Judges the observation right after a write: what differs then is not overwritten, but not there yet. */
export function afterWrite(registration: Registration, view: AppleUrl, context: ObservationContext): RegistrationStep {
  const url = view.kind === 'url' ? view.url : undefined;
  if (sameUrl(url, registration.desired?.url)) return afterObservation(registration, view, context).step;
  const step = change(stepFrom(registration), { observed: { ...view, at: context.moment.now } });
  const obstacle = afterObstacle(
    step.registration,
    {
      code: 'adde.not-confirmed',
      message: 'Cannot confirm the ADDE URL: Apple shows another value; expected the one that was just sent',
    },
    context.moment,
  );
  return { ...obstacle, events: [...step.events, ...obstacle.events] };
}
