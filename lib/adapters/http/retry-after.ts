/** `Retry-After` in seconds, from either of its forms (RFC 9110, section 10.2.3); `now` in milliseconds. */
export function retryAfterSeconds(
  { headers }: { readonly headers: Readonly<Record<string, string | undefined>> },
  now: number,
): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined || value === '') return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}
