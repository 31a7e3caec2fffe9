import type { Behaviour } from '../deployment';
import type { Fields } from '../http-message';
import { type CachePolicy, cachePolicies, originRequestPolicies, type Selection } from './managed-policies';

/** The two policies of a behaviour, ready for use. */
export interface Forwarding {
  readonly cache: CachePolicy;
  /** The cache key's selection first, as it is always forwarded. */
  readonly selections: readonly Selection[];
}

/** Looks up the policies of a behaviour; the coverage has let only known ones pass. */
export function forwardingOf({ cachePolicyId, originRequestPolicyId }: Behaviour): Forwarding {
  const cache = cachePolicies[cachePolicyId];
  if (!cache) throw new Error(`no cache policy ${cachePolicyId}`);
  const policy = originRequestPolicies[originRequestPolicyId ?? ''];
  return { cache, selections: policy ? [cache.key, policy.forwards] : [cache.key] };
}

/** The query as the function and the origin get it. */
// rule: cloudfront.query-forwarded
export function forwardQuery(query: string, { selections }: Forwarding): string {
  return selections.some((selection) => selection.query === 'all') ? query : '';
}

/** Never seen by an edge function, and never sent on as the viewer wrote them. */
// rule: edge.disallowed-headers
const DISALLOWED = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'trailer',
  'upgrade',
  'x-accel-buffering',
  'x-accel-charset',
  'x-accel-limit-rate',
  'x-accel-redirect',
  'x-amzn-auth',
  'x-amzn-cf-billing',
  'x-amzn-cf-id',
  'x-amzn-cf-xff',
  'x-amzn-errortype',
  'x-amzn-fle-profile',
  'x-amzn-header-count',
  'x-amzn-header-order',
  'x-amzn-lambda-integration-tag',
  'x-amzn-requestid',
  'x-cache',
  'x-forwarded-proto',
  'x-real-ip',
]);

/** Whether an edge function may neither see nor set a header. */
export function isDisallowed(name: string): boolean {
  return DISALLOWED.has(name) || name.startsWith('x-amz-cf-') || name.startsWith('x-edge-');
}

/** What CloudFront itself says about a request, whatever the policies select. */
export interface HopHeaders {
  readonly originHost: string;
  readonly clientIp: string;
  readonly via: string;
}

/** The headers that the function and the origin get: what the policies select, and what CloudFront adds. */
// rule: cloudfront.headers-forwarded
export function forwardHeaders(fields: Fields, { cache, selections }: Forwarding, hop: HopHeaders): Fields {
  const forwarded: [string, string][] = [];
  const present = new Set<string>();
  let forwardedFor = hop.clientIp;
  for (const [name, value] of fields) {
    const lower = name.toLowerCase();
    if (lower === 'x-forwarded-for') {
      forwardedFor = `${value}, ${hop.clientIp}`;
    } else if (lower !== 'via' && !isDisallowed(lower) && isSelected(lower, selections)) {
      forwarded.push([name, value]);
      present.add(lower);
    }
  }
  // rule: cloudfront.host-forwarded
  if (!present.has('host')) forwarded.push(['Host', hop.originHost]);
  if (!present.has('user-agent')) forwarded.push(['User-Agent', 'Amazon CloudFront']);
  const encoding = cache.compressed && !present.has('accept-encoding') ? acceptedEncodings(fields) : '';
  if (encoding !== '') forwarded.push(['Accept-Encoding', encoding]);
  forwarded.push(['X-Forwarded-For', forwardedFor], ['Via', hop.via]);
  return forwarded;
}

function isSelected(name: string, selections: readonly Selection[]): boolean {
  return selections.some(({ headers, cookies }) => {
    if (name === 'cookie') return cookies === 'all';
    if (headers === 'all') return true;
    if (headers === 'allExceptHost') return name !== 'host';
    return headers.includes(name);
  });
}

/** The viewer's `Accept-Encoding`, normalised to what CloudFront compresses. */
function acceptedEncodings(fields: Fields): string {
  const accepted = fields.find(([name]) => name.toLowerCase() === 'accept-encoding')?.[1].toLowerCase() ?? '';
  return ['br', 'gzip'].filter((each) => accepted.includes(each)).join(',');
}

/** What an answer is cached under: everything that the cache policy puts into the key, and nothing else. */
// rule: cloudfront.cache-key
export function cacheKey(
  request: { readonly distribution: string; readonly method: string; readonly path: string; readonly query: string },
  fields: Fields,
  { cache }: Forwarding,
): string {
  const { headers, query, cookies } = cache.key;
  const values = fields
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => headers.includes(name) || (name === 'cookie' && cookies === 'all'));
  const encoding = cache.compressed ? acceptedEncodings(fields) : '';
  const { distribution, method, path } = request;
  return JSON.stringify([distribution, method, path, query === 'all' ? request.query : '', encoding, values]);
}
