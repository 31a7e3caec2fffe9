import { carryOver, MAX_LOCATION_LENGTH, withQuery } from './discovery/location';
import type { DiscoveryResponse } from './discovery/render';

/** What a front answers by itself outside the well-known path. */
export type FrontWebsite = { readonly kind: 'none' } | { readonly kind: 'redirect'; readonly to: string };

/** What happens to the rest of a domain's traffic: 404, a redirect, or the customer's own origin. */
export type Website = FrontWebsite | { readonly kind: 'passThrough'; readonly origin: string };

/** The host that serves the website of a domain; undefined where there is none. */
export function websiteHost(website: Website): string | undefined {
  switch (website.kind) {
    case 'none':
      return undefined;
    case 'redirect':
      return new URL(website.to).hostname;
    case 'passThrough':
      return website.origin.toLowerCase();
  }
}

// Long enough that a flood on an apex is answered from the cache, short enough that a change is seen the same day.
const CACHED = 'public, max-age=3600';

/**
 * Renders the website of a front: 404, or a permanent redirect that keeps path and query.
 * The host is always the tenant's: `to` is an https URL and what is appended starts with `/`.
 */
export function renderWebsite(website: FrontWebsite, request: { path: string; rawQuery: string }): DiscoveryResponse {
  if (website.kind === 'none') return plain(404, { 'cache-control': CACHED }, 'There is no website here.\n');
  const path = request.path.startsWith('/') ? request.path : `/${request.path}`;
  const location = withQuery(website.to.replace(/\/$/, '') + carryOver(path), request.rawQuery);
  if (location.length > MAX_LOCATION_LENGTH) return plain(414, { 'cache-control': 'no-store' }, 'URI too long.\n');
  return plain(301, { 'cache-control': CACHED, location }, '');
}

function plain(status: number, headers: Record<string, string>, body: string): DiscoveryResponse {
  return {
    status,
    headers: { ...headers, 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
    body,
  };
}
