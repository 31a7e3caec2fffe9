import type { DomainName } from '../discovery/domain-name';
import type { ResolvedPolicy } from '../discovery/policy';
import type { Time } from '../time';
import type { Channel, PolicyDeclaration, TokenDeclaration } from './declaration';
import type { Decider } from './declared';
import type { TenantId } from './fleet';

/** A tenant as the backend stores it. */
export interface TenantRecord {
  readonly id: TenantId;
  readonly name: string;
  readonly channel: Channel;
  readonly domains: readonly { readonly name: DomainName; readonly decidedBy: Decider }[];
  readonly servers: readonly string[];
  /** Set when its stack was deleted. Until `graceUntil` everything still answers. */
  readonly releasedAt?: Time;
  readonly graceUntil?: Time;
  /** The stack that declared it last: no other may release it. */
  readonly stackId: string;
  /** The last requests of CloudFormation that were carried out, so that one delivered again changes nothing. */
  readonly requests: readonly string[];
  readonly version: number;
}

/** A policy put in force at run time, with its clusters looked up. It counts until, and not at, `until`. */
export interface OverrideInForce {
  readonly policy: ResolvedPolicy;
  readonly until: Time;
}

/** Where devices are answered from: what is declared, and what overrides it. */
export interface DiscoveryTargetRecord {
  readonly tenant: TenantId;
  readonly declared: ResolvedPolicy;
  readonly override?: OverrideInForce;
  /** Set when it was removed from the code, or its tenant's stack was deleted. */
  readonly releasedAt?: Time;
  /** From then on it is treated as unknown. */
  readonly answersUntil?: Time;
  /** Grows by one with each change. */
  readonly version: number;
}

/** A claimed domain. One tenant's only; a released one is free to be claimed by another. */
export interface DomainRecord extends DiscoveryTargetRecord {
  readonly name: DomainName;
  readonly decidedBy: Decider;
}

/** A server; the policy is its fallback. */
export interface ServerRecord extends DiscoveryTargetRecord {
  readonly name: string;
  readonly token: TokenDeclaration;
  readonly onOverwrite: 'report' | 'restore';
}

/** What an override says beside its policy in force: it names clusters, who set it and why. */
export interface OverrideRecord {
  readonly tenant: TenantId;
  /** As in `targetName`. */
  readonly target: string;
  readonly policy: PolicyDeclaration;
  readonly by: string;
  readonly why: string;
  readonly since: Time;
  readonly until: Time;
}

export const EVENT_ACTIONS = [
  'tenant.declared',
  'tenant.returned',
  'tenant.released',
  'domain.taken',
  'override.set',
  'override.removed',
  'registration.requested',
  'registration.refreshed',
  'registration.set',
  'registration.removed',
  'registration.left-alone',
  'registration.failed',
  'registration.overwritten',
  'registration.contested',
  'registration.repairing',
  'registration.token-changed',
  'registration.token-deleted',
  'status.changed',
] as const;

/** One thing that changed, in words. */
export interface EventChange {
  /** A domain, or `server:<name>`. */
  readonly subject: string;
  /**
   * The version of the subject that this made; 0 where it made none. An event of a registration has the registration's
   * version, which is counted apart from that of the fallback with the same name.
   */
  readonly version: number;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Who did what. */
export interface EventRecord {
  readonly tenant: TenantId;
  readonly time: Time;
  readonly id: string;
  readonly action: (typeof EVENT_ACTIONS)[number];
  readonly by: string;
  readonly why?: string;
  readonly changes: readonly EventChange[];
}

/** A domain, or a server's fallback: what is overridden and checked. */
export interface Target {
  readonly kind: 'domain' | 'server';
  readonly name: string;
}

/** `acme.example`, or `server:main`: a colon is in no domain. */
export function targetName({ kind, name }: Target): string {
  return kind === 'domain' ? name : `server:${name}`;
}

/** The target of a `targetName`. */
export function parseTarget(target: string): Target {
  const [, server] = /^server:(.*)$/.exec(target) ?? [];
  return server === undefined ? { kind: 'domain', name: target } : { kind: 'server', name: server };
}
