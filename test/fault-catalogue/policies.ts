import type { ResolvedAnswer, Rule } from '../../lib/core/discovery/policy';
import type { TenantFacts } from '../../lib/core/doctor/facts';
import { JSON_TYPE, type Reply } from './environment';

/** A domain that a front should serve. */
export function front(otherwise: ResolvedAnswer, rules: readonly Rule<ResolvedAnswer>[] = []): TenantFacts {
  return { id: 'acme', kind: 'front', policy: { rules, otherwise, salt: 'acme' } };
}

/** A domain whose own web server should answer. */
export function elsewhereTenant(otherwise: ResolvedAnswer): TenantFacts {
  return { id: 'acme', kind: 'elsewhere', policy: { rules: [], otherwise, salt: 'acme' } };
}

export const REFUSAL: Reply = {
  kind: 'respond',
  status: 403,
  headers: JSON_TYPE,
  body: JSON.stringify({ code: 'com.apple.well-known.failed', description: 'Suspended.', message: 'Suspended.' }),
};
