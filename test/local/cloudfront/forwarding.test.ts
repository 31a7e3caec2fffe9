/** The policies as CDK names them, so that a mistyped id cannot hide. */
import { CachePolicy, OriginRequestPolicy } from 'aws-cdk-lib/aws-cloudfront';
import { cacheKey, forwardHeaders, forwardingOf, forwardQuery } from '../../../lib/local/cloudfront/forwarding';
import { cachePolicies, originRequestPolicies } from '../../../lib/local/cloudfront/managed-policies';
import type { Behaviour } from '../../../lib/local/deployment';
import type { Fields } from '../../../lib/local/http-message';

const { CACHING_DISABLED, USE_ORIGIN_CACHE_CONTROL_HEADERS, USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS } =
  CachePolicy;
const { ALL_VIEWER, ALL_VIEWER_EXCEPT_HOST_HEADER, HOST_HEADER_ONLY } = OriginRequestPolicy;

function forwarding(cache: { cachePolicyId: string }, request?: { originRequestPolicyId: string }) {
  const behaviour: Behaviour = {
    pathPattern: '*',
    originId: 'o',
    viewerProtocolPolicy: 'allow-all',
    allowedMethods: [],
    cachedMethods: [],
    cachePolicyId: cache.cachePolicyId,
    originRequestPolicyId: request?.originRequestPolicyId,
  };
  return forwardingOf(behaviour);
}

const VIEWER: Fields = [
  ['Host', 'acme.example'],
  ['User-Agent', 'curl/8'],
  ['Accept-Encoding', 'gzip, deflate, br'],
  ['Cookie', 'a=1'],
  ['X-Mine', 'x'],
  ['X-Forwarded-For', '192.0.2.1'],
  ['X-Real-IP', '192.0.2.2'],
  ['X-Edge-Thing', 'x'],
  ['Connection', 'keep-alive'],
];
const HOP = { originHost: 'origin.example', clientIp: '127.0.0.1', via: '1.1 d.cloudfront.net (CloudFront)' };

function forwarded(of: ReturnType<typeof forwarding>): Record<string, string> {
  return Object.fromEntries(forwardHeaders(VIEWER, of, HOP));
}

test('every managed policy has the id that CDK knows', () => {
  const known = [CachePolicy.CACHING_OPTIMIZED, CachePolicy.CACHING_OPTIMIZED_FOR_UNCOMPRESSED_OBJECTS];
  const caches = [
    ...known,
    CACHING_DISABLED,
    USE_ORIGIN_CACHE_CONTROL_HEADERS,
    USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS,
  ];
  expect(Object.keys(cachePolicies).sort()).toEqual(caches.map(({ cachePolicyId }) => cachePolicyId).sort());
  const requests = [ALL_VIEWER, ALL_VIEWER_EXCEPT_HOST_HEADER, HOST_HEADER_ONLY];
  const others = [OriginRequestPolicy.USER_AGENT_REFERER_HEADERS, OriginRequestPolicy.CORS_CUSTOM_ORIGIN];
  expect(Object.keys(originRequestPolicies).sort()).toEqual(
    [...requests, ...others].map(({ originRequestPolicyId }) => originRequestPolicyId).sort(),
  );
});

describe('forwardHeaders', () => {
  const OWN = { 'X-Forwarded-For': '192.0.2.1, 127.0.0.1', Via: HOP.via };

  test('without policies sends what CloudFront says', () => {
    expect(forwarded(forwarding(CACHING_DISABLED))).toEqual({
      Host: 'origin.example',
      'User-Agent': 'Amazon CloudFront',
      ...OWN,
    });
  });

  test('sends everything but the host and hop headers with AllViewerExceptHostHeader', () => {
    expect(forwarded(forwarding(CACHING_DISABLED, ALL_VIEWER_EXCEPT_HOST_HEADER))).toEqual({
      Host: 'origin.example',
      'User-Agent': 'curl/8',
      'Accept-Encoding': 'gzip, deflate, br',
      Cookie: 'a=1',
      'X-Mine': 'x',
      ...OWN,
    });
  });

  test.each([
    ['AllViewer', forwarding(CACHING_DISABLED, ALL_VIEWER)],
    ['HostHeaderOnly', forwarding(CACHING_DISABLED, HOST_HEADER_ONLY)],
    ['a cache policy that has it in the key', forwarding(USE_ORIGIN_CACHE_CONTROL_HEADERS)],
  ])('sends the viewer’s host with %s', (_name, of) => {
    expect(forwarded(of)['Host']).toBe('acme.example');
  });

  test('sends the encodings that CloudFront knows where the cache is compressed', () => {
    expect(forwarded(forwarding(USE_ORIGIN_CACHE_CONTROL_HEADERS))['Accept-Encoding']).toBe('br,gzip');
  });
});

describe('forwardQuery', () => {
  test.each([
    ['drops it without a policy', forwarding(CACHING_DISABLED), ''],
    ['drops it with HostHeaderOnly', forwarding(CACHING_DISABLED, HOST_HEADER_ONLY), ''],
    ['keeps it with AllViewerExceptHostHeader', forwarding(CACHING_DISABLED, ALL_VIEWER_EXCEPT_HOST_HEADER), 'a=1'],
    ['keeps it where it is in the key', forwarding(USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS), 'a=1'],
  ])('%s', (_name, of, expected) => {
    expect(forwardQuery('a=1', of)).toBe(expected);
  });
});

describe('cacheKey', () => {
  const base = { distribution: 'E1', method: 'GET', path: '/a', query: 'q=1' };
  const key = (of: ReturnType<typeof forwarding>, changes: Partial<typeof base> = {}, fields: Fields = VIEWER) =>
    cacheKey({ ...base, ...changes }, fields, of);
  const plain = forwarding(CACHING_DISABLED, ALL_VIEWER);
  const rich = forwarding(USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS);

  test.each<[string, string, string, boolean]>([
    ['the query without a policy that includes it', key(plain), key(plain, { query: 'q=2' }), true],
    ['headers that are forwarded without being in the key', key(plain), key(plain, {}, []), true],
    ['the query in the key', key(rich), key(rich, { query: 'q=2' }), false],
    ['the host in the key', key(rich), key(rich, {}, [['Host', 'other.example'], ...VIEWER.slice(1)]), false],
    [
      'a cookie in the key',
      key(rich),
      key(
        rich,
        {},
        VIEWER.filter(([name]) => name !== 'Cookie'),
      ),
      false,
    ],
    [
      'a header outside the key',
      key(rich),
      key(
        rich,
        {},
        VIEWER.filter(([name]) => name !== 'X-Mine'),
      ),
      true,
    ],
    ['the path', key(plain), key(plain, { path: '/b' }), false],
    ['the method', key(plain), key(plain, { method: 'HEAD' }), false],
    ['the distribution', key(plain), key(plain, { distribution: 'E2' }), false],
  ])('%s', (_name, one, other, same) => {
    expect(one === other).toBe(same);
  });
});
