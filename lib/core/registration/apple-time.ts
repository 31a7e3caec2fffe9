const ZONE = /(?:Z|[+-]\d{2}:?\d{2}|GMT|UTC)$/i;

/**
 * Reads a time as Apple writes it, leniently: RFC 3339 with any number of decimals, without a zone (UTC is meant), a space
 * for the `T`, or seconds or milliseconds since 1970. Milliseconds since 1970, or nothing.
 */
export function parseAppleTime(value: unknown): number | undefined {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (/^\d{9,14}$/.test(text)) return fromNumber(Number(text));
  const spaced = text.replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T').replace(/(\.\d{3})\d+/, '$1');
  const zoned = ZONE.test(spaced) || !spaced.includes(':') ? spaced : `${spaced}Z`;
  const milliseconds = Date.parse(zoned);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function fromNumber(value: number): number | undefined {
  if (!Number.isFinite(value) || value <= 0) return undefined;
  return value < 1e11 ? value * 1000 : value;
}
