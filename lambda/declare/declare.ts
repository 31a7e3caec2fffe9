import { declarePhysicalId } from '../../lib/contract/declare';
import { type Problem, problem } from '../../lib/core/problems';
import { failed, ok, type Result } from '../../lib/core/result';
import { parseDeclaration } from '../../lib/core/tenants/declaration-text';
import type { DeclaredTenant } from '../../lib/core/tenants/declared';
import {
  type DeclarationPlan,
  type DeploymentRequest,
  planDeclaration,
  planRelease,
  type StoredTenant,
} from '../../lib/core/tenants/plan-declaration';
import type { TenantRepository } from '../../lib/core/tenants/repository';
import { parseTenantId } from '../../lib/core/tenants/tenant-id';
import type { CloudFormationAnswer, CloudFormationRequest } from './protocol';

/** Everything that the function uses. */
export interface DeclareParts {
  readonly repository: TenantRepository;
  readonly stage: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
}

/** How often a plan is made again because another writer changed the tenant meanwhile. */
const MAX_CONFLICTS = 10;

/**
 * Carries out one request of CloudFormation: Create and Update declare the tenant, Delete releases it. The same request
 * delivered twice changes nothing the second time. Throws what the table throws.
 */
export async function carryOut(request: CloudFormationRequest, parts: DeclareParts): Promise<CloudFormationAnswer> {
  const { stage, tenantId: text } = request.properties;
  const physicalId = declarePhysicalId(stage, text);
  const tenantId = parseTenantId(text);
  if (stage !== parts.stage) {
    // A resource that could not be created here has nothing to release.
    if (request.type === 'Delete') return { status: 'SUCCESS', physicalId };
    return refusal(physicalId, wrongStage(stage, parts.stage));
  }
  if (!tenantId) return refusal(physicalId, unreadableId());
  const { stackId, requestId } = request;
  const deployment: DeploymentRequest = { tenantId, stackId, requestId, now: parts.now(), newId: parts.newId };
  const done =
    request.type === 'Delete'
      ? await repeat(parts.repository, deployment, [], (stored) => ok(planRelease(stored, deployment)))
      : await declare(request.properties.declaration, parts.repository, deployment);
  return done.ok ? { status: 'SUCCESS', physicalId } : refusal(physicalId, done.problem);
}

async function declare(
  text: string,
  repository: TenantRepository,
  deployment: DeploymentRequest,
): Promise<Result<void>> {
  const declared = parseDeclaration(text);
  if (!declared.ok) return declared;
  const names = declared.value.domains.map(({ name }) => name);
  return repeat(repository, deployment, names, (stored) => planDeclaration(declared.value, stored, deployment));
}

/** Reads, plans and commits until all is done; starts again where another writer changed the tenant meanwhile. */
async function repeat(
  repository: TenantRepository,
  { tenantId }: DeploymentRequest,
  domains: readonly DeclaredTenant['domains'][number]['name'][],
  plan: (stored: StoredTenant) => Result<DeclarationPlan>,
): Promise<Result<void>> {
  for (let conflicts = 0; conflicts <= MAX_CONFLICTS; ) {
    const next = plan(await readStored(repository, tenantId, domains));
    if (!next.ok) return next;
    const outcome = await repository.commit(next.value.changes);
    if (outcome === 'conflict') conflicts += 1;
    else if (next.value.complete) return ok(undefined);
  }
  const message = `Cannot declare the tenant "${tenantId}": another writer changed it ${MAX_CONFLICTS} times meanwhile; expected one writer at a time`;
  return failed(problem('declaration.busy', message));
}

async function readStored(
  repository: TenantRepository,
  tenantId: string,
  declared: readonly string[],
): Promise<StoredTenant> {
  const [tenant, servers] = await Promise.all([repository.tenant(tenantId), repository.servers(tenantId)]);
  const names = new Set([...declared, ...(tenant?.domains.map(({ name }) => name) ?? [])]);
  return { tenant, servers, domains: await repository.domains([...names]) };
}

function refusal(physicalId: string, { code, message }: Problem): CloudFormationAnswer {
  return { status: 'FAILED', physicalId, reason: `${message} [${code}]` };
}

function wrongStage(found: string, wanted: string): Problem {
  return problem(
    'declaration.wrong-stage',
    `Cannot declare a tenant of the stage "${found}"; expected one of the stage "${wanted}"`,
  );
}

function unreadableId(): Problem {
  return problem(
    'declaration.unreadable',
    'Cannot read the declaration: its tenant id is not valid; expected 2 to 32 lower-case letters, digits and hyphens',
  );
}
