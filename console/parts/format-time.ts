const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** From the largest on: the first that fits is used. */
const UNITS = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
] as const;

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const ABSOLUTE = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

const HOUR_OF_DAY = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** `2 hours ago`, `in 3 days`, `just now`; times in milliseconds. */
export function formatRelative(at: number, now: number): string {
  const distance = at - now;
  const unit = UNITS.find(([, length]) => Math.abs(distance) >= length);
  if (!unit) return distance > 0 ? 'in less than a minute' : 'just now';
  const [name, length] = unit;
  return RELATIVE.format(Math.trunc(distance / length), name);
}

/** The same for everyone who compares notes: UTC. */
export function formatAbsolute(at: number): string {
  return `${ABSOLUTE.format(at)} UTC`;
}

/** `14:00`, in UTC as everywhere. */
export function formatHour(at: Date): string {
  return HOUR_OF_DAY.format(at);
}
