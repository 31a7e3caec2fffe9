import { LOCAL_CONSOLE_HOST } from '../contract/console';
import type { Backend } from './backend';
import type { OriginAnswer, OriginRequest } from './cloudfront/ask-origin';
import type { CloudFrontEdge } from './cloudfront/edge';
import type { ConsoleHost } from './console/console-host';
import { hostOf } from './http-message';
import type { ListenerAnswer } from './listener';
import type { Controlled } from './simulation/apple/control';
import { APPLE_ENROLLMENT_HOST, appleEnrollmentHost } from './simulation/apple/host';
import { isPortal, type Portal } from './simulation/apple/portal';
import type { SimulatedEnvironment } from './simulation/environment';
import { plain } from './simulation/host';

/** How a host may fail: it answers 500 to everything, or its name is gone from DNS. */
export type HostFault = 'fails' | 'gone';

/** Every host that is not a distribution's: the simulated environment, and the backend with the services that it calls. */
export interface OtherHosts {
  knows(host: string): boolean;
  answer(request: OriginRequest): Promise<OriginAnswer>;
}

/** Combines these hosts; `faults` holds those that fail now. */
export function createOtherHosts(
  environment: SimulatedEnvironment,
  backend: Backend | undefined,
  apple: Controlled,
  faults: ReadonlyMap<string, HostFault>,
): OtherHosts {
  const enrollment = appleEnrollmentHost(apple);
  return {
    knows: (host) => host === APPLE_ENROLLMENT_HOST || environment.knows(host) || backend?.knows(host) === true,
    answer: async (request) => {
      const { host } = request;
      if (faults.get(host) === 'fails') return plain(500, 'This server is out of order.');
      if (host === APPLE_ENROLLMENT_HOST) return enrollment(request);
      return backend?.knows(host) ? backend.answer(request) : environment.answer(host, request);
    },
  };
}

/** What a browser finds below the console's address. */
interface BrowserHosts {
  readonly portal: Portal;
  readonly consoleHost: ConsoleHost | undefined;
}

/** Every host behind one port: the distributions, the other hosts, and CloudFront's refusal for unknown names. */
export function answerByHost(
  cloudFront: CloudFrontEdge,
  others: OtherHosts,
  { portal, consoleHost }: BrowserHosts,
): ListenerAnswer {
  return async (request) => {
    const host = hostOf(request.fields);
    const isBrowser = host === LOCAL_CONSOLE_HOST && !request.secure;
    if (isBrowser && isPortal(request.target)) return portal({ ...request, host });
    if (isBrowser && consoleHost) return consoleHost({ ...request, host });
    if (cloudFront.distributionOf(host) || !others.knows(host)) return cloudFront.answer(request);
    // A server of the environment answers only under the name that its certificate holds.
    if (request.secure && request.serverName !== host) return plain(421, 'This is another server.');
    return others.answer({ ...request, host });
  };
}
