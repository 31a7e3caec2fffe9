import { type Problem, problem } from '../problems';
import { failed, ok, type Result } from '../result';

declare const domainName: unique symbol;

/** An e-mail domain in its one spelling: lower case, A-labels, two labels or more, no trailing dot, no IP address. */
export type DomainName = string & { readonly [domainName]: true };

const MAX_DOMAIN_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;
/** What `new URL` would read as the end of the host, as an escape or as white space to drop. */
const NEVER_IN_A_HOST = /[\s/\\?#@:[\]%<>^|\p{Cc}\p{Cf}]/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

/**
 * Normalises a domain once: case, and IDNA to A-labels (UTS 46, by the platform's URL parser).
 * Problem codes: `domain.*`.
 */
export function parseDomainName(raw: string): Result<DomainName> {
  if (raw === '') return refuse('domain.empty', raw, 'a domain such as acme.example');
  if (raw.length > MAX_DOMAIN_LENGTH * 4)
    return refuse('domain.too-long', raw, `at most ${MAX_DOMAIN_LENGTH} characters`);
  if (raw.endsWith('.')) return refuse('domain.trailing-dot', raw, 'no dot at the end');
  if (NEVER_IN_A_HOST.test(raw)) return refuse('domain.bad-character', raw, 'letters, digits, hyphens and dots');
  const host = toAscii(raw);
  if (host === undefined) return refuse('domain.not-a-name', raw, 'a name that DNS can hold (IDNA)');
  if (host.length > MAX_DOMAIN_LENGTH) return refuse('domain.too-long', raw, `at most ${MAX_DOMAIN_LENGTH} characters`);
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  // WHATWG URL, "ends in a number": such a host is an IPv4 address, whatever comes before.
  if (/^\d+$/.test(last) || /^0x[0-9a-f]*$/.test(last))
    return refuse('domain.ip-address', raw, 'a name, not an address');
  const bad = labels.find((label) => label.length > MAX_LABEL_LENGTH || !LABEL.test(label));
  if (bad !== undefined) {
    return refuse(
      'domain.bad-label',
      raw,
      `labels of 1 to ${MAX_LABEL_LENGTH} letters, digits and inner hyphens, not "${clip(bad)}"`,
    );
  }
  if (labels.length < 2) return refuse('domain.single-label', raw, 'two labels or more, such as acme.example');
  return ok(host as DomainName);
}

function toAscii(raw: string): string | undefined {
  // Pure ASCII needs no mapping, and the URL parser would rewrite addresses such as `0x7f.1` before we could refuse them.
  if (/^[\x20-\x7e]*$/.test(raw) && !/xn--/i.test(raw)) return raw.toLowerCase();
  try {
    return new URL(`https://${raw}`).hostname;
  } catch {
    return undefined;
  }
}

function refuse(code: Problem['code'], raw: string, wanted: string): Result<DomainName> {
  return failed(problem(code, `Cannot use "${clip(raw)}" as a domain; expected ${wanted}`));
}

/** Of what may be a person's address, the domain alone is quoted. */
function clip(text: string): string {
  const printable = text.replace(/^.*(@|%40)/is, '…$1').replace(/\p{C}/gu, '\uFFFD');
  return printable.length > 80 ? `${printable.slice(0, 80)}…` : printable;
}
