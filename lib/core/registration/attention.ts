import type { ProblemCode } from '../problems';
import { DAY } from './due';
import { HOLDS } from './faults';
import type { FixOwner, Registration, RegistrationState } from './registration';
import { EXPIRY_NOTICES } from './token-status';

/** The part of a registration that shows whether it needs attention: small, so that a whole fleet is read at once. */
export interface RegistrationSummary {
  readonly state: RegistrationState;
  readonly fault?: { readonly code: ProblemCode; readonly needs: FixOwner; readonly since: number };
  /** When the server token ends. */
  readonly expiresAt?: number;
}

/** Of a server for which nothing was requested yet. */
export const UNTOUCHED: RegistrationSummary = { state: 'none' };

export function summaryOf({ state, fault, token }: Registration): RegistrationSummary {
  return {
    state,
    ...(fault ? { fault: { code: fault.code, needs: fault.needs, since: fault.since } } : {}),
    ...(token.expiresAt === undefined ? {} : { expiresAt: token.expiresAt }),
  };
}

/**
 * Why a server needs attention, the most urgent first. `terms-unsigned`: Apple's terms wait for a signature · `contested` ·
 * `overwritten` · `released`: out of service, while its URL may be at Apple · `failed`: another fault that only a person
 * fixes · `status-stuck`: a domain or a fallback fails its check; there may be many, and they hide none of those before ·
 * `stuck`: a fault that should have passed by itself and has not · `token-expiring`: the server token expires soon, or
 * has expired.
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
type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** The kinds that follow from the registration alone. */
export type RegistrationAttention = Exclude<AttentionKind, 'status-stuck'>;

/** How long a fault may take to pass by itself before it needs attention. */
const PATIENCE = DAY;
const [FIRST_NOTICE_DAYS] = EXPIRY_NOTICES;

/** Why a server needs attention today; empty where it does not, as when it is released and its URL is removed. */
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
  // A server for which nothing is requested has faults as a matter of course: it has no token yet.
  if (state === 'none' || !fault || HOLDS.includes(fault.code)) return undefined;
  if (fault.code === 'apple.terms-not-signed') return 'terms-unsigned';
  if (fault.needs !== 'time') return 'failed';
  return now - fault.since >= PATIENCE ? 'stuck' : undefined;
}
