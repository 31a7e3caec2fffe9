/** What an observation found: a value, that there is none, or nothing because it could not check. Unknown is not broken. */
export type Observation<T> =
  | { readonly kind: 'observed'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown'; readonly reason: string };

export function observed<T>(value: T): Observation<T> {
  return { kind: 'observed', value };
}

export function unknown(reason: string): { readonly kind: 'unknown'; readonly reason: string } {
  return { kind: 'unknown', reason };
}

export const absentFact: { readonly kind: 'absent' } = { kind: 'absent' };

/** The value that was observed, or nothing. */
export function observedValue<T>(observation: Observation<T> | undefined): T | undefined {
  return observation?.kind === 'observed' ? observation.value : undefined;
}

/** Why the value is unknown; nothing where the observation has an answer. */
export function unknownReason(observation: Observation<unknown>): string | undefined {
  return observation.kind === 'unknown' ? observation.reason : undefined;
}
