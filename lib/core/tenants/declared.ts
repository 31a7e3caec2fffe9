import type { DomainName } from '../discovery/domain-name';
import type { ResolvedPolicy } from '../discovery/policy';
import type { Channel, TokenDeclaration } from './declaration';
import type { Domain, Tenant } from './fleet';

/** Where devices are answered: at the edge function, the backend behind it, or the customer's own web server. */
export const DECIDERS = ['edge', 'backend', 'elsewhere'] as const;
export type Decider = (typeof DECIDERS)[number];

export interface DeclaredDomain {
  readonly name: DomainName;
  readonly decidedBy: Decider;
  readonly policy: ResolvedPolicy;
}

export interface DeclaredServer {
  readonly name: string;
  readonly token: TokenDeclaration;
  readonly onOverwrite: 'report' | 'restore';
  /** What devices that come by Apple's fallback are answered. */
  readonly fallback: ResolvedPolicy;
}

/** What a tenant's deployment sends to the backend: the declaration with its clusters looked up. */
export interface DeclaredTenant {
  readonly name: string;
  readonly channel: Channel;
  readonly domains: readonly DeclaredDomain[];
  readonly servers: readonly DeclaredServer[];
}

/** What the backend must know of a tenant. */
export function declaredTenant({ name, channel, domains, servers }: Tenant): DeclaredTenant {
  return {
    name,
    channel,
    domains: domains.map((domain) => ({ name: domain.name, decidedBy: deciderOf(domain), policy: domain.policy })),
    servers: servers.map((server) => ({
      name: server.name,
      token: server.token,
      onOverwrite: server.onOverwrite ?? 'report',
      fallback: server.fallback,
    })),
  };
}

/** Where this domain's devices are answered. */
function deciderOf(domain: Domain): Decider {
  return domain.kind === 'elsewhere' ? 'elsewhere' : domain.decide;
}
