/** Which of the viewer's headers, query and cookies a policy names. Names in lower case. */
export interface Selection {
  readonly headers: 'all' | 'allExceptHost' | readonly string[];
  readonly query: 'all' | 'none';
  readonly cookies: 'all' | 'none';
}

/** A managed cache policy: what is in the key (and so forwarded), and how long an answer lives. */
export interface CachePolicy {
  readonly name: string;
  readonly key: Selection & { readonly headers: readonly string[] };
  /** Whether the normalised `Accept-Encoding` is part of the key. */
  readonly compressed: boolean;
  readonly minSeconds: number;
  readonly defaultSeconds: number;
  readonly maxSeconds: number;
}

/** A managed origin-request policy: what is forwarded besides the cache key. */
export interface OriginRequestPolicy {
  readonly name: string;
  readonly forwards: Selection;
}

const NOTHING = { headers: [], query: 'none', cookies: 'none' } as const;
const YEAR = 31_536_000;
const DAY = 86_400;

const ORIGIN_CACHE_CONTROL = {
  compressed: true,
  minSeconds: 0,
  defaultSeconds: 0,
  maxSeconds: YEAR,
  key: {
    headers: ['host', 'origin', 'x-http-method', 'x-http-method-override', 'x-method-override'],
    cookies: 'all',
    query: 'none',
  },
} as const;

/** CloudFront's managed cache policies by id; no other policy is used, as custom ones are few per account. */
// rule: cloudfront.cache-policies
export const cachePolicies: Readonly<Record<string, CachePolicy>> = {
  '4135ea2d-6df8-44a3-9df3-4b5a84be39ad': {
    name: 'CachingDisabled',
    key: NOTHING,
    compressed: false,
    minSeconds: 0,
    defaultSeconds: 0,
    maxSeconds: 0,
  },
  '658327ea-f89d-4fab-a63d-7e88639e58f6': {
    name: 'CachingOptimized',
    key: NOTHING,
    compressed: true,
    minSeconds: 1,
    defaultSeconds: DAY,
    maxSeconds: YEAR,
  },
  'b2884449-e4de-46a7-ac36-70bc7f1ddd6d': {
    name: 'CachingOptimizedForUncompressedObjects',
    key: NOTHING,
    compressed: false,
    minSeconds: 1,
    defaultSeconds: DAY,
    maxSeconds: YEAR,
  },
  '83da9c7e-98b4-4e11-a168-04f0df8e2c65': { name: 'UseOriginCacheControlHeaders', ...ORIGIN_CACHE_CONTROL },
  '4cc15a8a-d715-48a4-82b8-cc0b614638fe': {
    name: 'UseOriginCacheControlHeaders-QueryStrings',
    ...ORIGIN_CACHE_CONTROL,
    key: { ...ORIGIN_CACHE_CONTROL.key, query: 'all' },
  },
};

/** CloudFront's managed origin-request policies by id. */
// rule: cloudfront.origin-request-policies
export const originRequestPolicies: Readonly<Record<string, OriginRequestPolicy>> = {
  '216adef6-5c7f-47e4-b989-5492eafa07d3': {
    name: 'AllViewer',
    forwards: { headers: 'all', query: 'all', cookies: 'all' },
  },
  'b689b0a8-53d0-40ab-baf2-68738e2966ac': {
    name: 'AllViewerExceptHostHeader',
    forwards: { headers: 'allExceptHost', query: 'all', cookies: 'all' },
  },
  'bf0718e1-ba1e-49d1-88b1-f726733018ae': {
    name: 'HostHeaderOnly',
    forwards: { headers: ['host'], query: 'none', cookies: 'none' },
  },
  'acba4595-bd28-49b8-b9fe-13317c0390fa': {
    name: 'UserAgentRefererHeaders',
    forwards: { headers: ['user-agent', 'referer'], query: 'none', cookies: 'none' },
  },
  '59781a5b-3903-41f3-afcb-af62929ccde1': {
    name: 'CORS-CustomOrigin',
    forwards: { headers: ['origin'], query: 'none', cookies: 'none' },
  },
};
