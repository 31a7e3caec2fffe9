import type { ResolvedPolicy } from '../discovery/policy';
import type { DiscoveryTargetRecord, OverrideInForce } from './records';

/** The override that counts at this moment (milliseconds since the epoch), if one does. */
export function overrideInForce(
  { override }: Pick<DiscoveryTargetRecord, 'override'>,
  now: number,
): OverrideInForce | undefined {
  return override && now < Date.parse(override.until) ? override : undefined;
}

/** The policy that devices are answered by at this moment; nothing where they are no longer answered. */
export function policyInForce(
  record: Pick<DiscoveryTargetRecord, 'declared' | 'override' | 'answersUntil'> | undefined,
  now: number,
): ResolvedPolicy | undefined {
  if (!record) return undefined;
  if (record.answersUntil !== undefined && now >= Date.parse(record.answersUntil)) return undefined;
  return overrideInForce(record, now)?.policy ?? record.declared;
}
