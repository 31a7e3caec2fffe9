import type { App } from 'aws-cdk-lib';
import { type Problem, problem } from '../core/problems';
import { findTenant } from '../core/tenants/find-tenant';
import { type Fleet, frontsOf, type Tenant } from '../core/tenants/fleet';
import { type EdgeAsset, EdgeStack } from './edge-stack';
import { TenantStack } from './tenant-stack';
import { addValidation } from './validation';

export interface BuildOptions {
  readonly edge: EdgeAsset;
  /** Id or domain: this tenant's stack is built and nothing else. Everything when left out. */
  readonly tenant?: string;
  /** Whether synthesis checks the templates, with cdk-nag and by our own rules; yes when left out. */
  readonly validate?: boolean;
}

/** What 200 outputs and 500 resources of one stack are enough for. */
const MAX_FRONTS = 50;

/**
 * Builds the stacks of a fleet, or says what stands in the way: an empty list means built.
 * Problem codes: `tenant.not-found`, `infrastructure.*`.
 */
export function buildApp(app: App, fleet: Fleet, options: BuildOptions): readonly Problem[] {
  if (options.validate !== false) addValidation(app);
  return options.tenant === undefined ? buildAll(app, fleet, options.edge) : buildOne(app, fleet, options.tenant);
}

function buildAll(app: App, { config, tenants }: Fleet, asset: EdgeAsset): readonly Problem[] {
  const tooLarge = tenants.flatMap(tooManyFronts);
  if (tooLarge.length > 0) return tooLarge;
  const edge = new EdgeStack(app, { config, asset });
  for (const tenant of tenants.filter((each) => frontsOf(each).length > 0)) {
    // The order of a first deployment; nothing is handed from stack to stack.
    new TenantStack(app, { config, tenant }).addStackDependency(edge, 'SSM parameters');
  }
  return [];
}

function buildOne(app: App, fleet: Fleet, idOrDomain: string): readonly Problem[] {
  const found = findTenant(fleet, idOrDomain);
  if (!found.ok) return [found.problem];
  const tenant = found.value;
  const problems = [...noFront(tenant), ...tooManyFronts(tenant)];
  if (problems.length > 0) return problems;
  new TenantStack(app, { config: fleet.config, tenant }).explainPrerequisites(fleet.config, tenant);
  return [];
}

function noFront(tenant: Tenant): Problem[] {
  if (frontsOf(tenant).length > 0) return [];
  const message = `Cannot build a stack for the tenant "${tenant.id}": all its domains are answered elsewhere; expected a domain with route53 or external DNS`;
  return [problem('infrastructure.no-front', message, fileOf(tenant))];
}

function tooManyFronts(tenant: Tenant): Problem[] {
  const count = frontsOf(tenant).length;
  if (count <= MAX_FRONTS) return [];
  const message = `Cannot build a stack for the tenant "${tenant.id}": it has ${count} fronts; expected at most ${MAX_FRONTS}`;
  return [problem('infrastructure.too-many-fronts', message, fileOf(tenant))];
}

function fileOf(tenant: Tenant): NonNullable<Problem['where']> {
  return { file: `tenants/${tenant.id}.ts`, path: 'domains' };
}
