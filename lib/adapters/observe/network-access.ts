import type { Resolver } from '../dns/resolver';
import type { NetworkRoute } from '../http/network';

/** The world as the doctor looks at it: names by the resolver, connections by `route`. */
export interface NetworkAccess {
  readonly networkKind: 'internet' | 'local';
  /** Nothing where the world has no DNS: then `route` alone knows who exists. */
  readonly resolver?: Resolver;
  /** Asked for validation records; `resolver` when left out. A local world has none for its hosts, but one for customers. */
  readonly validationResolver?: Resolver;
  /** Where a connection to an address of a host really goes; nothing where there is no such host. */
  readonly route: (address: string, port: number, host: string) => NetworkRoute | undefined;
  /** PEM of the authority to trust instead of the public ones. */
  readonly ca?: string;
  /** Whether addresses that are not public may be asked. */
  readonly allowInternal: boolean;
  readonly timeoutMs: number;
  /** Connections to one host at a time. */
  readonly maxConnections: number;
  readonly now: () => Date;
}

/** What stands for the address of every host of the local cloud. */
export const LOCAL_ADDRESS = '127.0.0.1';
