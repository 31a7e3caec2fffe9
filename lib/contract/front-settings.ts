import type { ResolvedPolicy } from '../core/discovery/policy';
import type { Front, Tenant } from '../core/tenants/fleet';
import type { FrontWebsite } from '../core/website';

/** What the edge function must know of the front it answers for. Sent in the origin's custom headers. */
export interface FrontSettings {
  readonly tenant: string;
  readonly policy: ResolvedPolicy;
  /** Missing where the website passes through: the edge function is not asked for it. */
  readonly website?: FrontWebsite;
}

/** Prefix of all of Signpost's headers. */
export const SIGNPOST_HEADER_PREFIX = 'x-signpost-';

/**
 * On the origin of a front that is answered at the backend: the front's domain. The edge function forwards such a request,
 * and the backend decides for this domain, whatever the identifier says.
 */
export const DOMAIN_HEADER = 'x-signpost-domain';

/** `x-signpost-policy-0`, `-1`, …: minified JSON as base64url, cut where a value is full. */
export const POLICY_HEADER_PREFIX = 'x-signpost-policy-';

/** CloudFront's quotas for origin custom headers. [documented] */
export const ORIGIN_HEADER_LIMITS = { count: 30, valueLength: 1783, totalLength: 10_240 } as const;

/** The settings as headers, in order; `exceedsHeaderBudget` says whether they fit. */
export function encodeFrontSettings(settings: FrontSettings): Record<string, string> {
  const text = toBase64Url(JSON.stringify(settings));
  const headers: Record<string, string> = {};
  for (let at = 0, index = 0; at < text.length; at += ORIGIN_HEADER_LIMITS.valueLength, index += 1) {
    headers[`${POLICY_HEADER_PREFIX}${index}`] = text.slice(at, at + ORIGIN_HEADER_LIMITS.valueLength);
  }
  return headers;
}

/** Characters that the headers take of CloudFront's budget: names and values. */
export function headerLength(headers: Readonly<Record<string, string>>): number {
  return Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}

/** Whether CloudFront would refuse these headers: too many, or too long in all. */
export function exceedsHeaderBudget(headers: Readonly<Record<string, string>>): boolean {
  return (
    Object.keys(headers).length > ORIGIN_HEADER_LIMITS.count || headerLength(headers) > ORIGIN_HEADER_LIMITS.totalLength
  );
}

/** The settings from the joined header values, or nothing where they hold none. Never throws. */
export function decodeFrontSettings(text: string): FrontSettings | undefined {
  try {
    const value: unknown = JSON.parse(fromBase64Url(text));
    return isSettings(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Only the shape that reading needs: the schema was checked when the settings were written. */
function isSettings(value: unknown): value is FrontSettings {
  const { tenant, policy } = value as FrontSettings;
  return typeof tenant === 'string' && Array.isArray(policy.rules) && typeof policy.otherwise.kind === 'string';
}

function toBase64Url(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}

/** What the edge function must know of a front, with nothing that it does not need. */
export function frontSettings(tenant: Tenant, front: Front): FrontSettings {
  const { website, policy } = front;
  return { tenant: tenant.id, policy, ...(website.kind === 'passThrough' ? {} : { website }) };
}
