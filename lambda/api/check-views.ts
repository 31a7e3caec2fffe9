import type { CheckView } from '../../lib/contract/api/check-schemas';
import type { Check } from '../../lib/core/checks/check';
import { type Target, type TenantRecord, targetName } from '../../lib/core/tenants/records';

/** What the API shows of looks from outside. */

export function viewCheck({ kind, name }: Target, check: Check | undefined): CheckView {
  const { standing, blind, lookedAt, nextLook } = check ?? {};
  return {
    kind,
    name,
    standing: standing ? viewStanding(standing) : null,
    ...(blind ? { blind } : {}),
    ...(lookedAt === undefined || nextLook === undefined ? {} : { nextLook }),
  };
}

function viewStanding({
  hasServed: _,
  ...standing
}: NonNullable<Check['standing']>): NonNullable<CheckView['standing']> {
  return standing;
}

/** One entry per domain and server that the tenant declares, whether it was looked at or not. */
export function viewChecks({ domains, servers }: TenantRecord, checks: readonly Check[]): readonly CheckView[] {
  const targets: readonly Target[] = [
    ...domains.map(({ name }) => ({ kind: 'domain', name }) as const),
    ...servers.map((name) => ({ kind: 'server', name }) as const),
  ];
  const known = new Map(checks.map((check) => [check.target, check]));
  return targets.map((target) => viewCheck(target, known.get(targetName(target))));
}
