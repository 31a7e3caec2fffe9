import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { UrlCheck } from '../../backend/registration/ports';
import { followRequest } from '../../core/discovery/device';
import type { Discovered } from '../../core/discovery/interpret';
import { type Ask, type HopObservation, runStage } from '../../core/discovery/journey';
import { isInternalAddress } from '../../core/internal-address';
import { type ProblemCode, problem } from '../../core/problems';
import { judgeUrl, type UrlVariants, urlVariants } from '../../core/registration/url-verdict';
import type { Result } from '../../core/result';
import { inTime, type RunningLimit, responsiveLimit, runLimit } from '../timing/time-limit';
import { createAsk } from './device';
import type { Network } from './network';

/** Every address of a host; rejects or is empty where there is none. */
type Addresses = (host: string) => Promise<readonly string[]>;

export interface UrlCheckOptions {
  readonly addresses?: Addresses;
  /** PEM of the authority to trust instead of the public ones. */
  readonly ca?: string;
  /** Longest time for both variants with all their redirects. */
  readonly timeoutSeconds: number;
  /** Whether addresses that are not public may be asked, as those of the local stage; not when left out. */
  readonly allowInternal?: boolean;
  /** Where a checked address is really connected to; the address itself when left out. */
  readonly connectTo?: (address: string, port: number) => { readonly host: string; readonly port: number };
}

/** Every address that the system knows of a host. */
const systemAddresses: Addresses = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * Follows an ADDE URL as Apple's redirect might lead a device to it, with both parameters and with none. The URL comes
 * from outside, so no address of an internal network is ever connected to: each host is looked up once per request, all
 * of its addresses must be public, and the connection goes to the very address that was judged. Redirects likewise.
 */
export function createUrlCheck(options: UrlCheckOptions): UrlCheck {
  return async (url) => judgeUrl(url, await followVariants(url, options));
}

/** How each variant of the URL ends; nothing is judged. */
export async function followVariants(url: string, options: UrlCheckOptions): Promise<UrlVariants<Result<Discovered>>> {
  const running = runLimit(responsiveLimit(options.timeoutSeconds * 1000));
  const ask = createPublicAsk(options, running);
  const follow = async (variant: string) => (await runStage('apple-fallback', followRequest(variant), ask)).outcome;
  const variants = urlVariants(url);
  try {
    const [withParameters, without] = await Promise.all([follow(variants.withParameters), follow(variants.without)]);
    return { withParameters, without };
  } finally {
    running.end();
  }
}

/**
 * Asks public addresses only, and only until the time is over. Problem code besides those of a device's request:
 * `adde.url-not-public`.
 */
function createPublicAsk(options: UrlCheckOptions, { limit, isOver }: RunningLimit): Ask {
  const { addresses = systemAddresses, ca, connectTo, allowInternal = false } = options;
  return async (request) => {
    const started = performance.now();
    const failure = (code: ProblemCode, message: string): HopObservation => {
      const milliseconds = Math.round(performance.now() - started);
      return { kind: 'failure', problem: problem(code, message), milliseconds };
    };
    const { hostname } = new URL(request.url);
    const found = await inTime(addressesOf(hostname, addresses), limit);
    if (!allowInternal && found?.some(isInternalAddress)) {
      const message = `Cannot ask ${hostname}: it has an address of an internal network; expected public addresses only`;
      return failure('adde.url-not-public', message);
    }
    if (!found || isOver())
      return failure('network.timeout', `Cannot ask ${hostname}: no time is left; expected fewer or faster redirects`);
    // Not every network has a way out by IPv6.
    const [address] = [...found].sort((a, b) => isIP(a) - isIP(b));
    const pinned: Network = {
      name: 'checked',
      ca,
      // The address that was judged: asking for the name again could bring another one.
      route: (_, port) => (address === undefined ? undefined : (connectTo?.(address, port) ?? { host: address, port })),
    };
    return createAsk(pinned, limit)(request);
  };
}

async function addressesOf(hostname: string, addresses: Addresses): Promise<readonly string[]> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return [bare];
  return addresses(hostname).catch(() => []);
}
