import { type Decision, decide } from '../../lib/core/discovery/decide';
import { buildRequest, type Stage } from '../../lib/core/discovery/device';
import type { DomainName } from '../../lib/core/discovery/domain-name';
import { FAMILIES, type Family } from '../../lib/core/discovery/family';
import { parseIdentifier } from '../../lib/core/discovery/identifier';
import { currentOs } from '../../lib/core/discovery/os-support';
import type { ResolvedAnswer, ResolvedPolicy } from '../../lib/core/discovery/policy';
import { parseQuery } from '../../lib/core/discovery/query';
import { type DiscoveryResponse, render } from '../../lib/core/discovery/render';
import type { Problem } from '../../lib/core/problems';

/** An OS that enrolls and sends no family yet. */
const BEFORE_FAMILIES = [16];

/** Devices to preview: every family, an OS that sends none, and for Apple's fallback a request without a query. */
export type PreviewDevice = Family | 'no-family' | 'nothing';

export const DEVICES_AT_DOMAIN: readonly PreviewDevice[] = [...FAMILIES, 'no-family'];
export const DEVICES_AT_FALLBACK: readonly PreviewDevice[] = [...DEVICES_AT_DOMAIN, 'nothing'];

/** The query string that such a device sends. Problem codes: `identifier.*`, `domain.*`. */
export function previewQuery(
  identifier: string,
  kind: PreviewDevice,
): { readonly query: string } | { readonly problem: Problem } {
  if (kind === 'nothing') return { query: '' };
  const parsed = parseIdentifier(identifier);
  if (!parsed.ok) return { problem: parsed.problem };
  const stage: Stage = 'domain';
  const device =
    kind === 'no-family'
      ? { identifier: parsed.value, family: 'iPhone' as const, os: BEFORE_FAMILIES }
      : { identifier: parsed.value, family: kind, os: currentOs(kind) };
  return { query: new URL(buildRequest(stage, device).url).search.slice(1) };
}

/** The answer for a device, the rule that chose it, and the response. */
export interface Preview extends Decision<ResolvedAnswer> {
  readonly response: DiscoveryResponse;
}

/** Decided and rendered by the code that answers devices. */
export function preview(policy: ResolvedPolicy, rawQuery: string): Preview {
  const decision = decide(policy, parseQuery(rawQuery));
  return { ...decision, response: render(decision.answer, { method: 'GET', rawQuery }) };
}

export function sampleIdentifier(domain: DomainName | string): string {
  return `user@${domain}`;
}
