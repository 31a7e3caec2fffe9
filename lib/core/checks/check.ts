import type { ResolvedPolicy } from '../discovery/policy';
import { CLAIM_MS, type OutboxMessage } from '../outbox';
import type { Problem } from '../problems';
import { SIGNPOST } from '../registration/step';
import type { EventRecord, Target } from '../tenants/records';
import {
  type CheckStatus,
  judgeObservation,
  type Message,
  nextCheck,
  type ObservedTarget,
  type Sight,
  type Transition,
} from './status';

/** How often everything is checked; what does not serve, more often: people wait for it to recover. */
export const CHECK_MINUTES = { serving: 60, other: 15 } as const;

/** What is checked: a domain, or a server's fallback URL, as in `targetName`. */
export interface CheckKey {
  readonly tenant: EventRecord['tenant'];
  readonly target: string;
}

/** What is checked, and what devices should be answered there at this moment. */
export interface CheckSubject extends Target {
  readonly tenant: CheckKey['tenant'];
  /** Whether a front of ours answers, or the customer's own web server. */
  readonly answeredBy: 'front' | 'elsewhere';
  readonly policy: ResolvedPolicy;
}

/** What a message calls it, and the command with which people check it themselves. */
export function observedTargetOf({ kind, name, tenant }: CheckSubject): ObservedTarget {
  if (kind === 'domain') return { name, command: `npx signpost doctor ${name}` };
  return { name: `the fallback ${tenant}/${name}`, command: `npx signpost doctor --remote ${tenant}/${name}` };
}

/** A message that waits to be sent. */
export type WaitingMessage = Message & Required<OutboxMessage>;

/** What is known of a domain or a fallback by checking it from the internet. Times are ISO 8601. */
export interface CheckRecord extends CheckKey {
  /** Missing until an observation saw something. */
  readonly status?: CheckStatus;
  /** Since when observations see nothing; missing where the last one saw something. */
  readonly blind?: Problem & { readonly since: string };
  /** When the last observation ended, whatever it saw. */
  readonly checkedAt?: string;
  readonly nextCheck: string;
  readonly outbox: readonly WaitingMessage[];
  /** Grows by one with each change; 0 is not stored yet. */
  readonly version: number;
}

/** The next version of a check, and the event of the change, if it is one. */
export interface CheckStep {
  readonly check: CheckRecord;
  readonly event?: EventRecord;
}

/** What an observation came to. Problem codes of a blind one: `check.no-way-out`, `check.no-time`. */
export type ObservationOutcome =
  | { readonly kind: 'seen'; readonly sight: Sight }
  | { readonly kind: 'blind'; readonly problem: Problem };

const LONG_AGO = '1970-01-01T00:00:00.000Z';

/** Something newly declared: due at once. */
export function newCheck({ tenant, target }: CheckKey): CheckRecord {
  return { tenant, target, nextCheck: LONG_AGO, outbox: [], version: 0 };
}

/** Whether it is time to check. */
export function isCheckDue({ nextCheck: due }: CheckRecord, now: number): boolean {
  return Date.parse(due) <= now;
}

/** Checks on demand are at least so far apart; a request that comes sooner gets the last result. */
const SHORTEST_PAUSE_MS = 10_000;

/** Whether a person who asks gets a new check. */
export function mayCheckAgain({ checkedAt }: CheckRecord, now: number): boolean {
  return checkedAt === undefined || now - Date.parse(checkedAt) >= SHORTEST_PAUSE_MS;
}

/** When the next visit is due: to check, or to send a message. */
export function nextCheckVisit({ nextCheck: due, outbox }: CheckRecord): string {
  const times = [Date.parse(due), ...outbox.map(({ claimedUntil }) => claimedUntil)];
  return new Date(Math.min(...times)).toISOString();
}

/** The check after an observation. One that saw nothing changes no status. Its message is claimed by its own process. */
export function afterCheck(
  check: CheckRecord,
  outcome: ObservationOutcome,
  target: ObservedTarget,
  now: number,
): CheckStep {
  const at = new Date(now).toISOString();
  const { blind, ...before } = check;
  const next = { ...before, checkedAt: at, version: check.version + 1 };
  if (outcome.kind === 'blind') {
    return { check: { ...next, ...dueAfter(check, now), blind: { since: blind?.since ?? at, ...outcome.problem } } };
  }
  const { status, transition } = judgeObservation(check.status, outcome.sight, target, at);
  const message = transition?.message;
  const outbox = message ? [...check.outbox, { ...message, claimedUntil: now + CLAIM_MS }] : check.outbox;
  return {
    check: { ...next, ...dueAfter({ ...check, status }, now), status, outbox },
    ...(transition ? { event: eventOf(next, transition, status) } : {}),
  };
}

function dueAfter({ tenant, target, status }: CheckRecord, now: number): Pick<CheckRecord, 'nextCheck'> {
  const minutes = status?.word === 'serving' ? CHECK_MINUTES.serving : CHECK_MINUTES.other;
  return { nextCheck: nextCheck(`${tenant} ${target}`, new Date(now), minutes).toISOString() };
}

function eventOf(
  { tenant, target, version }: Pick<CheckRecord, 'tenant' | 'target' | 'version'>,
  { from, to, at }: Transition,
  { findings }: CheckStatus,
): EventRecord {
  const causes = to === 'serving' ? [] : findings.slice(0, 1).map(({ title, found }) => `${title}: ${found}`);
  return {
    tenant,
    time: at,
    id: `${target}-check-${version}`,
    action: 'status.changed',
    by: SIGNPOST,
    // A check makes no new version of what it checks.
    changes: [{ subject: target, version: 0, from: [from], to: [to, ...causes] }],
  };
}
