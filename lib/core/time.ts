/** A moment as ISO 8601 text in UTC, as `Date.toISOString` writes it: such texts sort by time. */
export type Time = string;

/** The moment, given in milliseconds since the epoch. */
export function isoTime(milliseconds: number): Time {
  return new Date(milliseconds).toISOString();
}
