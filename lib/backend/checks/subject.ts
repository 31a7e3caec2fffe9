import type { CheckKey, CheckSubject } from '../../core/checks/check';
import { policyInForce } from '../../core/tenants/in-force';
import { type DomainRecord, parseTarget, type ServerRecord } from '../../core/tenants/records';
import type { CheckPorts } from './ports';

/** What the key stands for; nothing where it is not declared, or was released. */
export async function findCheckSubject(
  { tenants, clock }: Pick<CheckPorts, 'tenants' | 'clock'>,
  { tenant, target }: CheckKey,
): Promise<CheckSubject | undefined> {
  const { kind, name } = parseTarget(target);
  const { record } = kind === 'domain' ? await tenants.domain(tenant, name) : await tenants.server(tenant, name);
  const policy = record?.releasedAt === undefined ? policyInForce(record, clock()) : undefined;
  if (!record || !policy) return undefined;
  return { kind, name, tenant, policy, answeredBy: isElsewhere(record) ? 'elsewhere' : 'front' };
}

function isElsewhere(record: DomainRecord | ServerRecord): boolean {
  return 'decidedBy' in record && record.decidedBy === 'elsewhere';
}
