import type { ResolvedPolicy } from '../discovery/policy';
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

/** How often everything is looked at; what does not serve, more often: people wait for it to be well again. */
export const CHECK_MINUTES = { serving: 60, other: 15 } as const;

/** What is looked at: a domain, or a server's fallback URL, as in `targetName`. */
export interface CheckKey {
  readonly tenant: EventRecord['tenant'];
  readonly target: string;
}

/** What is looked at, and what devices should be told there at this moment. */
export interface CheckSubject extends Target {
  readonly tenant: CheckKey['tenant'];
  /** Whether a front of ours answers, or the customer's own web server. */
  readonly answeredBy: 'front' | 'elsewhere';
  readonly policy: ResolvedPolicy;
}

/** What people are told that it is, and how they look at it themselves. */
export function observedTargetOf({ kind, name, tenant }: CheckSubject): ObservedTarget {
  if (kind === 'domain') return { name, command: `npx signpost doctor ${name}` };
  return { name: `the fallback ${tenant}/${name}`, command: `npx signpost doctor --remote ${tenant}/${name}` };
}

/** A message that waits to be sent; whoever has claimed it is sending it. Milliseconds since the epoch. */
export interface WaitingMessage extends Message {
  readonly claimedUntil: number;
}

/** What is known of a domain or a fallback by looks from outside. Times are ISO 8601. */
export interface CheckRecord extends CheckKey {
  /** Missing until a look saw something. */
  readonly status?: CheckStatus;
  /** Since when looks see nothing; missing where the last one did. */
  readonly blind?: Problem & { readonly since: string };
  /** When the last look ended, whatever it saw. */
  readonly checkedAt?: string;
  readonly nextCheck: string;
  readonly outbox: readonly WaitingMessage[];
  /** Grows by one with each change; 0 is not stored yet. */
  readonly version: number;
}

/** A check and the event that stands for how it came to be, if one does. */
export interface CheckStep {
  readonly check: CheckRecord;
  readonly event?: EventRecord;
}

/** What a look came to. Problem codes of a blind one: `check.no-way-out`, `check.no-time`. */
export type ObservationOutcome =
  | { readonly kind: 'seen'; readonly sight: Sight }
  | { readonly kind: 'blind'; readonly problem: Problem };

const LONG_AGO = '1970-01-01T00:00:00.000Z';

/** Longest time that sending takes; a process that dies meanwhile leaves its messages to others after it. */
const CLAIM_MS = 2 * 60_000;

/** Something newly declared: due at once. */
export function newCheck({ tenant, target }: CheckKey): CheckRecord {
  return { tenant, target, nextCheck: LONG_AGO, outbox: [], version: 0 };
}

/** Whether it is time to look. */
export function isCheckDue({ nextCheck: due }: CheckRecord, now: number): boolean {
  return Date.parse(due) <= now;
}

/** Looks on demand are so far apart at least; one that comes sooner is answered by the last. */
const SHORTEST_PAUSE_MS = 10_000;

/** Whether a person who asks gets a new look. */
export function mayCheckAgain({ checkedAt }: CheckRecord, now: number): boolean {
  return checkedAt === undefined || now - Date.parse(checkedAt) >= SHORTEST_PAUSE_MS;
}

/** When somebody must take it up again: to look, or to send what a person must know. */
export function nextCheckVisit({ nextCheck: due, outbox }: CheckRecord): string {
  const times = [Date.parse(due), ...outbox.map(({ claimedUntil }) => claimedUntil)];
  return new Date(Math.min(...times)).toISOString();
}

/** What a look leaves. One that saw nothing changes no standing. The look's message is claimed by whoever looked. */
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
    // A look makes no version of what it looks at.
    changes: [{ subject: target, version: 0, from: [from], to: [to, ...causes] }],
  };
}

/** Claims what waits to be sent, so that two processes do not send it both; nothing where nothing is free. */
export function claimMessages(check: CheckRecord, now: number): CheckRecord | undefined {
  if (check.outbox.every(({ claimedUntil }) => claimedUntil > now)) return undefined;
  const outbox = check.outbox.map((each) =>
    each.claimedUntil > now ? each : { ...each, claimedUntil: now + CLAIM_MS },
  );
  return { ...check, outbox, version: check.version + 1 };
}

/** What was sent is forgotten. A message is known by its text, which holds the time. */
export function afterMessagesSent(check: CheckRecord, sent: readonly Message[]): CheckRecord {
  const texts = new Set(sent.map(({ body }) => body));
  return { ...check, outbox: check.outbox.filter(({ body }) => !texts.has(body)), version: check.version + 1 };
}
