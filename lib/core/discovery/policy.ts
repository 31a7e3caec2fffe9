import type { Family } from './family';

/** Which of Apple's two account-driven enrollments: user-owned (`mdm-byod`) or company-owned (`mdm-adde`). */
export type Enrollment = 'byod' | 'adde';

/** Apple's case-sensitive `Version` values. [documented] */
type EnrollmentVersion = `mdm-${Enrollment}`;

/** 403 with Apple's error body: shows the person a message at best; the device goes on to Apple's fallback. */
interface Refuse {
  readonly kind: 'refuse';
  /** For the person. */
  readonly message: string;
  /** For the device's log. */
  readonly description?: string;
}

/** A true 404: the device falls back to Apple. */
interface Absent {
  readonly kind: 'absent';
}

/** What a tenant declares: clusters by name, never hosts. */
export type Answer =
  | { readonly kind: 'redirect'; readonly cluster: string; readonly path?: string }
  | { readonly kind: 'serve'; readonly cluster: string; readonly path: string; readonly enrollment: Enrollment }
  | Refuse
  | Absent;

/** An answer whose cluster has been looked up in the registry: all that is needed to render it. */
export type ResolvedAnswer =
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'serve'; readonly baseUrl: string; readonly version: EnrollmentVersion }
  | Refuse
  | Absent;

/** Conditions of a rule; all that are given must hold. A missing value of the request matches no condition. */
export interface When {
  readonly families?: readonly Family[];
  /** Percent of the users, 0 to 100, chosen by a stable hash of salt and identifier. */
  readonly share?: number;
}

export interface Rule<A> {
  readonly when: When;
  readonly answer: A;
}

/** The answers for devices: the first rule that matches wins, else `otherwise`. Plain data. */
export interface Policy<A = Answer> {
  readonly rules: readonly Rule<A>[];
  readonly otherwise: A;
}

/** A policy ready to be decided anywhere: answers resolved, and the salt that its shares are counted with. */
export interface ResolvedPolicy extends Policy<ResolvedAnswer> {
  readonly salt: string;
}
