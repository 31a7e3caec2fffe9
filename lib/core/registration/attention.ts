import type { ProblemCode } from '../problems';
import { DAY } from './due';
import { HOLDS } from './faults';
import type { FixOwner, Registration, RegistrationState } from './registration';
import { EXPIRY_NOTICES } from './token-status';

/** As much of a registration as says whether it needs a person: small, so that those of a whole fleet are read at once. */
export interface RegistrationSummary {
  readonly state: RegistrationState;
  readonly fault?: { readonly code: ProblemCode; readonly needs: FixOwner; readonly since: number };
  /** When the server token ends. */
  readonly expiresAt?: number;
}

/** Of a server that nobody has touched. */
export const UNTOUCHED: RegistrationSummary = { state: 'none' };

export function summaryOf({ state, fault, token }: Registration): RegistrationSummary {
  return {
    state,
    ...(fault ? { fault: { code: fault.code, needs: fault.needs, since: fault.since } } : {}),
    ...(token.expiresAt === undefined ? {} : { expiresAt: token.expiresAt }),
  };
}

/**
 * Why a server needs a person, the most urgent first. `terms-unsigned`: Apple's terms wait for a signature · `contested` ·
 * `overwritten` · `released`: out of service, and not done with Apple · `failed`: another fault that only a person mends · `standing-stuck`: a domain or a fallback that is
 * stuck, seen from outside; there may be many, and they hide none of those before · `stuck`: time should have mended it
 * and has not · `token-expiring`: the server token ends soon, or has ended.
 */
export const ATTENTION_KINDS = [
  'terms-unsigned',
  'contested',
  'overwritten',
  'released',
  'failed',
  'status-stuck',
  'stuck',
  'token-expiring',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** The kinds that a registration says itself. */
export type RegistrationAttention = Exclude<AttentionKind, 'status-stuck'>;

/** What a fault that time should mend is given, before somebody is to look. */
const PATIENCE = DAY;
const [FIRST_NOTICE_DAYS] = EXPIRY_NOTICES;

/** Why a person is needed today; empty where none is, as for what is out of service and done with Apple. */
export function attentionOf(
  summary: RegistrationSummary & { readonly releasedAt?: string },
  now: number,
): readonly RegistrationAttention[] {
  const { state, expiresAt, releasedAt } = summary;
  const isReleased = releasedAt !== undefined;
  if (isReleased && state === 'none') return [];
  const ends = expiresAt !== undefined && expiresAt - now <= FIRST_NOTICE_DAYS * DAY;
  const kinds = [isReleased && 'released', troubleOf(summary, now), ends && 'token-expiring'] as const;
  return kinds.flatMap((kind) => kind || []);
}

function troubleOf({ state, fault }: RegistrationSummary, now: number): RegistrationAttention | undefined {
  if (state === 'contested' || state === 'overwritten') return state;
  // Of a server for which nothing is wanted, faults are a matter of course: it has no token yet.
  if (state === 'none' || !fault || HOLDS.includes(fault.code)) return undefined;
  if (fault.code === 'apple.terms-not-signed') return 'terms-unsigned';
  if (fault.needs !== 'time') return 'failed';
  return now - fault.since >= PATIENCE ? 'stuck' : undefined;
}
