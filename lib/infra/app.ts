import type { App, Stack } from 'aws-cdk-lib';
import { type Problem, problem } from '../core/problems';
import { findTenant } from '../core/tenants/find-tenant';
import { type Fleet, frontsOf, type Tenant } from '../core/tenants/fleet';
import type { BackendAssets, FunctionAsset } from './asset';
import { fitsPolicies, sharedTokensOf } from './backend/permissions/shared-tokens';
import { BackendStack } from './backend/stack';
import { ConsoleStack } from './console/stack';
import { EdgeStack } from './edge/stack';
import { TenantStack } from './tenant/stack';

export interface BuildOptions {
  readonly edge: FunctionAsset;
  readonly backend: BackendAssets;
  /** Folder of the built console; the configuration says whether there is a stack for it. */
  readonly consoleDirectory?: string;
  /** Id or domain of the only tenant to build; all stacks when left out. */
  readonly tenant?: string;
}

/** What fits the 200 outputs and 500 resources of one stack. */
const MAX_FRONTS = 50;

/**
 * Builds the stacks of a fleet, or returns the problems that prevent it: an empty list means built.
 * Problem codes: `tenant.not-found`, `infrastructure.*`.
 */
export function buildApp(app: App, fleet: Fleet, options: BuildOptions): readonly Problem[] {
  return options.tenant === undefined ? buildAll(app, fleet, options) : buildOne(app, fleet, options.tenant);
}

/** Stacks in the order of a first deployment; they exchange values by SSM parameters only. */
function buildAll(app: App, { config, tenants }: Fleet, options: BuildOptions): readonly Problem[] {
  const { edge: asset, backend: assets, consoleDirectory: directory } = options;
  const sharedTokens = sharedTokensOf(tenants);
  const tooLarge = [...tenants.flatMap(tooManyFronts), ...tooManySharedTokens(sharedTokens)];
  if (tooLarge.length > 0) return tooLarge;
  const shared: Stack[] = [new EdgeStack(app, { config, asset })];
  shared.push(dependent(new BackendStack(app, { config, assets, sharedTokens }), shared));
  const { console } = config;
  if (console && directory !== undefined) dependent(new ConsoleStack(app, { config, console, directory }), shared);
  for (const tenant of tenants) dependent(new TenantStack(app, { config, tenant }), shared);
  return [];
}

function dependent(stack: Stack, others: readonly Stack[]): Stack {
  for (const other of others) stack.addStackDependency(other, 'SSM parameters');
  return stack;
}

function buildOne(app: App, fleet: Fleet, idOrDomain: string): readonly Problem[] {
  const found = findTenant(fleet, idOrDomain);
  if (!found.ok) return [found.problem];
  const tenant = found.value;
  const problems = tooManyFronts(tenant);
  if (problems.length > 0) return problems;
  new TenantStack(app, { config: fleet.config, tenant }).explainPrerequisites();
  return [];
}

function tooManyFronts(tenant: Tenant): Problem[] {
  const count = frontsOf(tenant).length;
  if (count <= MAX_FRONTS) return [];
  const message = `Cannot build a stack for the tenant "${tenant.id}": it has ${count} fronts; expected at most ${MAX_FRONTS}`;
  return [problem('infrastructure.too-many-fronts', message, fileOf(tenant))];
}

function tooManySharedTokens(secretArns: readonly string[]): Problem[] {
  if (fitsPolicies(secretArns)) return [];
  const message = `Cannot build the Backend stack: its functions would read ${secretArns.length} secrets of shared server tokens; expected as many as fit the policies of a role, some 500`;
  return [problem('infrastructure.too-many-shared-tokens', message)];
}

function fileOf(tenant: Tenant): NonNullable<Problem['where']> {
  return { file: `tenants/${tenant.id}.ts`, path: 'domains' };
}
