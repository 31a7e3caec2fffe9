import { describePolicy } from '../discovery/describe-policy';
import type { ResolvedPolicy } from '../discovery/policy';
import { type Problem, problem } from '../problems';
import { failed, ok, type Result } from '../result';
import { isoTime, type Time } from '../time';
import type { PolicyDeclaration } from './declaration';
import { overrideInForce } from './in-force';
import { type DomainRecord, type EventRecord, type ServerRecord, targetName } from './records';
import type { RecordChange } from './repository';

/** An override ends by itself: a lasting change belongs in the code. */
export const MAX_OVERRIDE_DAYS = 30;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** One minute, less the rounding to seconds and the time of the request. */
const SHORTEST = MINUTE - 15_000;

/** The domain or server that is overridden. */
export type OverrideSubject =
  | { readonly kind: 'domain'; readonly record: DomainRecord }
  | { readonly kind: 'server'; readonly record: ServerRecord };

/** Who makes a change, and what a pure function cannot know. */
export interface Author {
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly newId: () => string;
}

/** The requested override: its policy as written, and with its clusters looked up. */
export interface DesiredOverride {
  readonly declared: PolicyDeclaration;
  readonly policy: ResolvedPolicy;
  readonly why: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** Puts an override in force, replacing any other. Problem codes: `override.*`. */
export function planOverride(
  subject: OverrideSubject,
  desired: DesiredOverride,
  author: Author,
): Result<readonly RecordChange[]> {
  const obstacle = findObstacle(subject) ?? outOfRange(desired.until, author.now);
  if (obstacle) return failed(obstacle);
  const { by, now } = author;
  const { tenant } = subject.record;
  const target = targetName({ kind: subject.kind, name: subject.record.name });
  const until = isoSecond(desired.until);
  const record = {
    tenant,
    target,
    policy: desired.declared,
    by,
    why: desired.why,
    since: isoTime(now),
    until,
  };
  return ok([
    nextVersion(subject, { policy: desired.policy, until }),
    { kind: 'override', record },
    event('override.set', subject, desired.policy, author, desired.why),
  ]);
}

/** Puts the declared policy back in force. Problem code: `override.none`. */
export function planOverrideRemoval(subject: OverrideSubject, author: Author): Result<readonly RecordChange[]> {
  const { record } = subject;
  const target = targetName({ kind: subject.kind, name: record.name });
  if (!overrideInForce(record, author.now)) {
    const message = `Cannot remove the override of "${target}": no override is in force; expected one`;
    return failed(problem('override.none', message));
  }
  return ok([
    nextVersion(subject, undefined),
    { kind: 'remove-override', tenant: record.tenant, target },
    event('override.removed', subject, record.declared, author),
  ]);
}

function findObstacle(subject: OverrideSubject): Problem | undefined {
  const { name, releasedAt } = subject.record;
  if (releasedAt !== undefined) {
    const message = `Cannot override "${name}": it was released at ${releasedAt}; expected one that is deployed`;
    return problem('override.released', message);
  }
  if (subject.kind === 'server' || subject.record.decidedBy === 'backend') return undefined;
  if (subject.record.decidedBy === 'elsewhere') {
    const message = `Cannot override "${name}": it is answered at the customer's own web server; expected a domain that is answered at the backend`;
    return problem('override.decided-elsewhere', message);
  }
  const message =
    `Cannot override "${name}": it is answered at the edge, with the policy of its last deployment; expected a domain that is answered at the backend. ` +
    `Change the tenant's file and deploy it, or state \`decide: 'backend'\` for this domain and deploy it once`;
  return problem('override.edge-decides', message);
}

function outOfRange(until: number, now: number): Problem | undefined {
  if (until >= now + SHORTEST && until <= now + MAX_OVERRIDE_DAYS * DAY) return undefined;
  const message = `Cannot end an override at ${isoSecond(until)}; expected one minute to ${MAX_OVERRIDE_DAYS} days from now`;
  return problem('override.until', message);
}

function nextVersion(subject: OverrideSubject, override: DomainRecord['override']): RecordChange {
  const version = subject.record.version + 1;
  return subject.kind === 'domain'
    ? { kind: 'domain', record: { ...subject.record, override, version } }
    : { kind: 'server', record: { ...subject.record, override, version } };
}

function event(
  action: EventRecord['action'],
  subject: OverrideSubject,
  after: ResolvedPolicy,
  { by, now, newId }: Author,
  why?: string,
): RecordChange {
  const { record } = subject;
  const change = {
    subject: targetName({ kind: subject.kind, name: record.name }),
    version: record.version + 1,
    from: describePolicy(overrideInForce(record, now)?.policy ?? record.declared),
    to: describePolicy(after),
  };
  const head = { tenant: record.tenant, time: isoTime(now), id: newId(), action, by };
  return { kind: 'event', record: { ...head, ...(why === undefined ? {} : { why }), changes: [change] } };
}

/** Whole seconds: an override ends to the second. */
function isoSecond(milliseconds: number): Time {
  return isoTime(Math.floor(milliseconds / 1000) * 1000);
}
