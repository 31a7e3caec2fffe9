import type { Resolver } from '../dns/resolver';
import type { NetworkRoute } from '../http/network';

/** How checks reach the internet or the local cloud: names by the resolver, connections by `route`. */
export interface NetworkAccess {
  readonly networkKind: 'internet' | 'local';
  /** Left out where there is no DNS: then `route` alone knows which hosts exist. */
  readonly resolver?: Resolver;
  /** Asked for validation records; `resolver` when left out. The local cloud has DNS for customers' records only. */
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

/** The address of every host of the local cloud. */
export const LOCAL_ADDRESS = '127.0.0.1';
