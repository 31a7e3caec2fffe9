import { loadFleet } from '../adapters/project/project-files';
import { readTenantFile, replaceTenantFile, tenantFileOf } from '../adapters/project/tenant-files';
import { replaceCertificateArn } from '../core/onboarding/write-arn';
import { type Problem, problem } from '../core/problems';
import { failed, type Result } from '../core/result';
import type { Fleet } from '../core/tenants/fleet';

/**
 * Writes a certificate's ARN into the file of the tenant with the domain, loads the file, and restores it if the ARN is
 * not declared there. Problem codes: `onboarding.not-written`, `onboarding.file-unwritable`.
 */
export async function writeCertificate(
  projectDirectory: string,
  fleet: Fleet,
  domain: string,
  arn: string,
): Promise<Result<string>> {
  const tenant = fleet.tenants.find(({ domains }) => domains.some(({ name }) => name === domain));
  if (!tenant) {
    const message = `Cannot write the certificate of "${domain}": no tenant has the domain; expected a file in tenants/ with dns: external({ certificateArn: '${arn}' })`;
    return failed(problem('onboarding.not-written', message));
  }
  const before = readTenantFile(projectDirectory, tenant.id);
  const after = replaceCertificateArn(before, domain, arn);
  if (after === undefined) return failed(notWritten(tenant.id, domain, arn));
  const written = replaceTenantFile(projectDirectory, tenant.id, after);
  if (!written.ok || (await declares(projectDirectory, domain, arn))) return written;
  const restored = replaceTenantFile(projectDirectory, tenant.id, before);
  return restored.ok ? failed(notWritten(tenant.id, domain, arn)) : restored;
}

async function declares(projectDirectory: string, domain: string, arn: string): Promise<boolean> {
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return false;
  const declared = fleet.value.tenants.flatMap(({ domains }) => domains).find(({ name }) => name === domain);
  return declared?.kind === 'front' && declared.dns.kind === 'external' && declared.dns.certificateArn === arn;
}

function notWritten(tenantId: string, domain: string, arn: string): Problem {
  return problem(
    'onboarding.not-written',
    `Cannot change ${tenantFileOf(tenantId)}: "${domain}" is not declared as \`external({ certificateArn: '…' })\`; expected \`dns: external({ certificateArn: '${arn}' })\` there`,
  );
}
