import { Agent } from 'node:https';
import type { EndpointFacts, HostFacts } from '../../core/doctor/facts';

/** What DNS says of a host, and which of its addresses take connections. */
export type Names = Pick<HostFacts, 'a' | 'aaaa' | 'serviceBindings'>;
export type Reached = Pick<EndpointFacts, 'address' | 'family' | 'tcp'>;

/** Connections to one host that all domains lead to, at a time. */
const MAX_CONNECTIONS = 16;

/**
 * What checks of many domains share, so that the MDM that all of them lead to is observed once, over connections that are
 * kept. Only what went well is remembered: a fault is observed again with the next domain.
 */
export class SharedProbeCache {
  /** For hosts that several domains may lead to. */
  readonly agent = new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS });
  readonly names = new Map<string, Names>();
  readonly reached = new Map<string, readonly Reached[]>();
  readonly hosts = new Map<string, HostFacts>();

  end(): void {
    this.agent.destroy();
  }
}
