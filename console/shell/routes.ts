import type { ServerSearch } from '../api/server-search';

/** Every place in the console. */
export type ConsoleRoute =
  | { readonly page: 'overview' }
  | ({ readonly page: 'device-enrollment' } & ServerSearch)
  | { readonly page: 'tenants' }
  | { readonly page: 'tenant'; readonly tenant: string }
  | { readonly page: 'domain'; readonly tenant: string; readonly domain: string }
  | { readonly page: 'server'; readonly tenant: string; readonly server: string }
  | { readonly page: 'controls' }
  | { readonly page: 'not-found' };

/** Reads a path with its query. */
export function parseRoute(address: string): ConsoleRoute {
  const [path = '', query = ''] = address.split('?');
  const segments = decodeSegments(path);
  if (!segments) return { page: 'not-found' };
  const [first, tenant, kind, name, ...rest] = segments;
  if (first === undefined) return { page: 'overview' };
  if (first === 'device-enrollment' && tenant === undefined)
    return { page: 'device-enrollment', ...parseSearch(query) };
  if (first === 'controls' && tenant === undefined) return { page: 'controls' };
  if (first !== 'tenants' || rest.length > 0) return { page: 'not-found' };
  if (tenant === undefined) return { page: 'tenants' };
  if (kind === undefined) return { page: 'tenant', tenant };
  if (kind === 'domains' && name !== undefined) return { page: 'domain', tenant, domain: name };
  if (kind === 'servers' && name !== undefined) return { page: 'server', tenant, server: name };
  return { page: 'not-found' };
}

/** An unknown state is passed on, so that the API refuses it. */
function parseSearch(query: string): ServerSearch {
  const parameters = new URLSearchParams(query);
  const [state, domain] = [parameters.get('state'), parameters.get('domain')];
  return { ...(state ? { state: state as ServerSearch['state'] } : {}), ...(domain ? { domain } : {}) };
}

function decodeSegments(path: string): readonly string[] | undefined {
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

export function pathTo(route: Exclude<ConsoleRoute, { page: 'not-found' }>): string {
  switch (route.page) {
    case 'overview':
      return '/';
    case 'device-enrollment':
      return `/device-enrollment${searchQuery(route)}`;
    case 'controls':
      return '/controls';
    case 'tenants':
      return '/tenants';
    case 'tenant':
      return `/tenants/${encodeURIComponent(route.tenant)}`;
    case 'domain':
      return `/tenants/${encodeURIComponent(route.tenant)}/domains/${encodeURIComponent(route.domain)}`;
    case 'server':
      return `/tenants/${encodeURIComponent(route.tenant)}/servers/${encodeURIComponent(route.server)}`;
  }
}

function searchQuery({ state, domain }: ServerSearch): string {
  const query = new URLSearchParams({ ...(state ? { state } : {}), ...(domain ? { domain } : {}) });
  return query.size === 0 ? '' : `?${query}`;
}
