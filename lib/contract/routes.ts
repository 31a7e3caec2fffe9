import { WELL_KNOWN_PATH } from '../core/discovery/well-known';
import type { BackendFunction } from './backend';

/** A route of the HTTP API, in its own spelling of paths. */
export interface BackendRoute {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  readonly function: BackendFunction;
  /** `jwt`: the gateway verifies the token first; groups and scopes are read in code. */
  readonly authorization: 'public' | 'jwt';
  readonly throttle: keyof typeof THROTTLES;
}

/**
 * Requests per second and burst of a route: devices come in floods, people do not. The limit for discoveries is above the
 * capacity of their function. When the function is full, it answers 5xx, and a front answers as declared; when the gateway
 * throttles, it answers 429, on which CloudFront does not ask the second origin. [documented]
 */
export const THROTTLES = {
  discovery: { ratePerSecond: 5000, burst: 5000 },
  api: { ratePerSecond: 50, burst: 100 },
} as const;

/** Where the ADDE URL of a server leads. */
export function serverDiscoveryPath(tenant: string, server: string): string {
  return `/t/${tenant}/s/${server}${WELL_KNOWN_PATH}`;
}

const DISCOVERY_PATHS = [WELL_KNOWN_PATH, serverDiscoveryPath('{tenant}', '{server}')];
const API_PATH = '/v1/{proxy+}';

/** Every route of the HTTP API. There is no default route: what is not listed never reaches a function. */
export const BACKEND_ROUTES: readonly BackendRoute[] = [
  ...DISCOVERY_PATHS.flatMap((path) =>
    (['GET', 'HEAD'] as const).map(
      (method): BackendRoute => ({
        method,
        path,
        function: 'discovery',
        authorization: 'public',
        throttle: 'discovery',
      }),
    ),
  ),
  ...(['GET', 'PUT', 'POST', 'DELETE'] as const).map(
    (method): BackendRoute => ({ method, path: API_PATH, function: 'api', authorization: 'jwt', throttle: 'api' }),
  ),
];
