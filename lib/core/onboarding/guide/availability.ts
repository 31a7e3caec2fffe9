import { decide } from '../../discovery/decide';
import type { Family } from '../../discovery/family';
import { OS_SUPPORT, type Platform } from '../../discovery/os-support';
import type { Enrollment, ResolvedAnswer } from '../../discovery/policy';
import { policyBelow } from '../../discovery/share';
import type { Domain, Tenant } from '../../tenants/fleet';

/** Whether a person with one kind of device can enroll at one domain. */
export type Availability =
  | { readonly kind: 'here'; readonly enrollment?: Enrollment }
  /** The domain does not answer, but Apple knows where to go. */
  | { readonly kind: 'by-apple' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'nowhere' };

/** A kind of device, by Apple's name. */
export interface DeviceKind {
  readonly name: string;
  readonly family: Family;
  readonly platform: Platform;
  /** What people call the system. */
  readonly system: string;
}

export const DEVICE_KINDS: readonly DeviceKind[] = [
  { name: 'iPhone', family: 'iPhone', platform: 'iOS', system: 'iOS' },
  { name: 'iPad', family: 'iPad', platform: 'iOS', system: 'iPadOS' },
  { name: 'Mac', family: 'Mac', platform: 'macOS', system: 'macOS' },
  { name: 'Apple Vision Pro', family: 'RealityDevice', platform: 'visionOS', system: 'visionOS' },
];

/** For a person who is in no share but one of all users: what most people get during a migration. */
export function availabilityOf(tenant: Tenant, { policy }: Domain, family: Family): Availability {
  return judge(tenant, decide(policyBelow(policy, 100), { raw: '', family }).answer);
}

function judge(tenant: Tenant, answer: ResolvedAnswer): Availability {
  switch (answer.kind) {
    case 'redirect':
      return { kind: 'here' };
    case 'serve':
      return { kind: 'here', enrollment: answer.version === 'mdm-byod' ? 'byod' : 'adde' };
    case 'refuse':
      return { kind: 'refused', message: answer.message };
    case 'absent':
      return tenant.servers.length > 0 ? { kind: 'by-apple' } : { kind: 'nowhere' };
  }
}

/** The first version that can enroll, in words: by the domain itself, or by Apple where the domain does not answer. */
export function firstVersions(
  { platform, system }: DeviceKind,
  availability: Availability,
): { readonly byod: string; readonly adde: string } {
  const support = OS_SUPPORT[platform];
  switch (availability.kind) {
    case 'here':
      return {
        byod: availability.enrollment === 'adde' ? 'no' : `${system} ${support.byod}`,
        adde: availability.enrollment === 'byod' ? 'no' : `${system} ${support.adde}`,
      };
    case 'by-apple':
      return { byod: `${system} ${support.fallback}`, adde: `${system} ${support.fallback}` };
    case 'refused':
    case 'nowhere':
      return { byod: 'no', adde: 'no' };
  }
}
