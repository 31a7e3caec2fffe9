import type { CheckView } from '../../lib/contract/api/check-schemas';
import type { CheckRecord } from '../../lib/core/checks/check';
import { type Target, type TenantRecord, targetName } from '../../lib/core/tenants/records';

/** How the API shows checks. */

export function viewCheck({ kind, name }: Target, check: CheckRecord | undefined): CheckView {
  const { status, blind, checkedAt, nextCheck } = check ?? {};
  return {
    kind,
    name,
    status: status ? viewStatus(status) : null,
    ...(blind ? { blind } : {}),
    ...(checkedAt === undefined || nextCheck === undefined ? {} : { nextCheck }),
  };
}

function viewStatus({ hasServed: _, ...status }: NonNullable<CheckRecord['status']>): NonNullable<CheckView['status']> {
  return status;
}

/** One entry per domain and server that the tenant declares, checked or not. */
export function viewChecks({ domains, servers }: TenantRecord, checks: readonly CheckRecord[]): readonly CheckView[] {
  const targets: readonly Target[] = [
    ...domains.map(({ name }) => ({ kind: 'domain', name }) as const),
    ...servers.map((name) => ({ kind: 'server', name }) as const),
  ];
  const known = new Map(checks.map((check) => [check.target, check]));
  return targets.map((target) => viewCheck(target, known.get(targetName(target))));
}
