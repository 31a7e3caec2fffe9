import type { CheckListView, CheckView } from '../../lib/contract/api/check-schemas';
import type { PlanView } from '../../lib/contract/api/plan-schemas';
import type { AddeUrlView, ControlsView, TokenKeyView, TokenView } from '../../lib/contract/api/registration-schemas';
import type {
  DiscoveryCountsView,
  DiscoveryView,
  EventView,
  FallbackView,
  OverrideRequest,
  OverviewView,
  ServerView,
  TenantView,
} from '../../lib/contract/api/schemas';
import type { ClusterView, ServerRowView } from '../../lib/contract/api/server-schemas';
import { CONSOLE_API_PATH } from '../../lib/contract/console';
import type { Target } from '../../lib/core/tenants/records';
import { type ApiResult, noAnswer, parseResponse } from './outcome';
import type { ServerSearch } from './server-search';

/** A page of a list; `next` leads to the one after it. */
export interface ResultPage<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** What answers devices: a domain, or a server's fallback. */
export type DiscoveryPlace =
  | { readonly kind: 'domain'; readonly tenant: string; readonly name: string }
  | { readonly kind: 'server'; readonly tenant: string; readonly name: string };

/** A server of a tenant. */
export interface ServerPath {
  readonly tenant: string;
  readonly server: string;
}

export type DiscoveryTargetView = DiscoveryView | FallbackView;

/** The management API, as far as the console uses it. */
export interface ConsoleApi {
  overview(): Promise<ApiResult<OverviewView>>;
  /** Of the last hours, including the present one. */
  discoveries(hours: number): Promise<ApiResult<DiscoveryCountsView>>;
  tenants(cursor?: string): Promise<ApiResult<ResultPage<TenantView>>>;
  tenant(id: string): Promise<ApiResult<TenantView>>;
  servers(tenant: string): Promise<ApiResult<ResultPage<ServerView>>>;
  findServers(search: ServerSearch, cursor?: string): Promise<ApiResult<ResultPage<ServerRowView>>>;
  clusters(): Promise<ApiResult<ResultPage<ClusterView>>>;
  events(tenant: string, cursor?: string): Promise<ApiResult<ResultPage<EventView>>>;
  discoveryTarget(place: DiscoveryPlace): Promise<ApiResult<DiscoveryTargetView>>;
  putOverride(place: DiscoveryPlace, request: OverrideRequest, etag: string): Promise<ApiResult<DiscoveryTargetView>>;
  removeOverride(place: DiscoveryPlace, etag: string): Promise<ApiResult<DiscoveryTargetView>>;
  checks(tenant: string): Promise<ApiResult<CheckListView>>;
  /** Checks now: takes as long as the domain or the fallback takes to answer. */
  checkAgain(tenant: string, target: Target): Promise<ApiResult<CheckView>>;
  /** Observes the domain from the internet, which takes as long. */
  plan(tenant: string, domain: string): Promise<ApiResult<PlanView>>;
  addeUrl(key: ServerPath): Promise<ApiResult<AddeUrlView>>;
  /** The server's default URL, unless another is given. */
  configureAddeUrl(key: ServerPath, url: string | undefined, etag: string): Promise<ApiResult<AddeUrlView>>;
  removeAddeUrl(key: ServerPath, etag: string): Promise<ApiResult<AddeUrlView>>;
  refreshAddeUrl(key: ServerPath): Promise<ApiResult<AddeUrlView>>;
  token(key: ServerPath): Promise<ApiResult<TokenView>>;
  /** The waiting key if there is one; with `replace` another one. */
  makeTokenKey(key: ServerPath, confirm: string, replace: boolean): Promise<ApiResult<TokenKeyView>>;
  controls(): Promise<ApiResult<ControlsView>>;
  setAppleWrites(appleWrites: ControlsView['appleWrites'], etag: string): Promise<ApiResult<ControlsView>>;
  releaseBrake(etag: string): Promise<ApiResult<ControlsView>>;
  /** `file`: Apple's file as base64. `force`: also accepts an unencrypted token, or one of another entry. */
  uploadToken(key: ServerPath, file: string, force: boolean): Promise<ApiResult<TokenView>>;
}

interface Session {
  readonly accessToken: string;
  /** Called when the API no longer accepts the token. */
  readonly onRefused: () => void;
}

const PAGE_SIZE = 25;

export function createConsoleApi({ accessToken, onRefused }: Session): ConsoleApi {
  const send = async <T>(method: string, path: string, options: Sent = {}): Promise<ApiResult<T>> => {
    const outcome = await request<T>(method, path, options, accessToken);
    if (!outcome.ok && outcome.problem.status === 401) onRefused();
    return outcome;
  };
  return {
    overview: () => send('GET', '/overview'),
    discoveries: (hours) => send('GET', `/discoveries?hours=${hours}`),
    tenants: (cursor) => send('GET', `/tenants${pageQuery(cursor)}`),
    tenant: (id) => send('GET', `/tenants/${encodeURIComponent(id)}`),
    servers: (tenant) => send('GET', `/tenants/${encodeURIComponent(tenant)}/servers`),
    findServers: (search, cursor) => send('GET', `/servers${pageQuery(cursor, search)}`),
    clusters: () => send('GET', '/clusters'),
    events: (tenant, cursor) => send('GET', `/tenants/${encodeURIComponent(tenant)}/events${pageQuery(cursor)}`),
    discoveryTarget: (place) => send('GET', pathOf(place)),
    putOverride: (place, body, etag) => send('PUT', `${pathOf(place)}/override`, { body, etag }),
    removeOverride: (place, etag) => send('DELETE', `${pathOf(place)}/override`, { etag }),
    checks: (tenant) => send('GET', `/tenants/${encodeURIComponent(tenant)}/checks`),
    checkAgain: (tenant, { kind, name }) =>
      send('POST', `/tenants/${encodeURIComponent(tenant)}/checks`, { body: { [kind]: name } }),
    plan: (tenant, domain) =>
      send('GET', `/tenants/${encodeURIComponent(tenant)}/domains/${encodeURIComponent(domain)}/plan`),
    addeUrl: (key) => send('GET', `${serverPath(key)}/adde-url`),
    configureAddeUrl: (key, url, etag) =>
      send('PUT', `${serverPath(key)}/adde-url`, { body: url === undefined ? {} : { url }, etag }),
    removeAddeUrl: (key, etag) => send('DELETE', `${serverPath(key)}/adde-url`, { etag }),
    refreshAddeUrl: (key) => send('POST', `${serverPath(key)}/adde-url/refresh`),
    token: (key) => send('GET', `${serverPath(key)}/token`),
    makeTokenKey: (key, confirm, replace) =>
      send('POST', `${serverPath(key)}/token/key`, { body: { confirm, replace } }),
    controls: () => send('GET', '/controls'),
    setAppleWrites: (appleWrites, etag) => send('PUT', '/controls', { body: { appleWrites }, etag }),
    releaseBrake: (etag) => send('POST', '/controls/release-brake', { etag }),
    uploadToken: (key, file, force) => send('PUT', `${serverPath(key)}/token`, { body: { file, force } }),
  };
}

interface Sent {
  readonly body?: unknown;
  readonly etag?: string;
}

async function request<T>(method: string, path: string, { body, etag }: Sent, token: string): Promise<ApiResult<T>> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(etag === undefined ? {} : { 'if-match': etag }),
  };
  try {
    const response = await fetch(`${CONSOLE_API_PATH}${path}`, {
      method,
      headers,
      cache: 'no-store',
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return await parseResponse<T>(response);
  } catch {
    return noAnswer();
  }
}

function pageQuery(cursor: string | undefined, search: ServerSearch = {}): string {
  const query = new URLSearchParams({ limit: String(PAGE_SIZE) });
  for (const [name, value] of Object.entries({ cursor, ...search })) if (value !== undefined) query.set(name, value);
  return `?${query}`;
}

function serverPath({ tenant, server }: ServerPath): string {
  return `/tenants/${encodeURIComponent(tenant)}/servers/${encodeURIComponent(server)}`;
}

function pathOf({ kind, tenant, name }: DiscoveryPlace): string {
  const [list, last] = kind === 'domain' ? ['domains', 'discovery'] : ['servers', 'fallback'];
  return `/tenants/${encodeURIComponent(tenant)}/${list}/${encodeURIComponent(name)}/${last}`;
}
