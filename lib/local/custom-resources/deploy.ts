import { randomUUID } from 'node:crypto';
import { type Problem, problem } from '../../core/problems';
import type { CustomResource } from '../deployment';
import type { Log } from '../log';
import { askFunction, type CustomResourceCall, type ResourceOutcome, type ResourceRequest } from './ask';
import type { Deployed, DeploymentState } from './state';

/** One thing to do; `failed` says why it could not be done, after everything it did was undone. */
interface Step {
  readonly stack: string;
  run(): Promise<{ readonly failed?: string }>;
}

interface Context {
  readonly state: DeploymentState;
  readonly asking: CustomResourceCall;
  readonly log: Log;
}

/**
 * Makes the custom resources those of the templates, as deployments of all stacks would: what is gone is deleted, what
 * differs is updated, what is new is made, and nothing is asked about the rest. What failed is tried again as long as
 * something else succeeds, as a domain can only be claimed when another tenant has let it go.
 * Problem code: `local.custom-resource`.
 */
export async function deployCustomResources(
  resources: readonly CustomResource[],
  context: Context,
): Promise<readonly Problem[]> {
  let waiting = planSteps(resources, context);
  for (;;) {
    const failures: { readonly step: Step; readonly reason: string }[] = [];
    for (const step of waiting) {
      const { failed: reason } = await step.run();
      if (reason !== undefined) failures.push({ step, reason });
    }
    if (failures.length === 0) return [];
    if (failures.length === waiting.length) {
      return failures.map(({ step, reason }) =>
        problem('local.custom-resource', `Cannot deploy the stack "${step.stack}": ${reason}`),
      );
    }
    waiting = failures.map(({ step }) => step);
  }
}

function planSteps(resources: readonly CustomResource[], context: Context): readonly Step[] {
  const before = new Map(context.state.all().map((each) => [keyOf(each), each]));
  const wanted = new Set(resources.map(keyOf));
  const gone = [...before.values()].filter((each) => !wanted.has(keyOf(each)));
  const known = resources.flatMap((resource) => {
    const deployed = before.get(keyOf(resource));
    return deployed && !isSame(deployed, resource) ? [update(resource, deployed, context)] : [];
  });
  const stackIds = stackIdsOf(context.state.all());
  const added = resources.filter((resource) => !before.has(keyOf(resource)));
  return [
    ...gone.map((each) => remove(each, context)),
    ...known,
    ...added.map((resource) => create({ ...resource, stackId: stackIds(resource) }, context)),
  ];
}

function create(resource: CustomResource & { readonly stackId: string }, context: Context): Step {
  return {
    stack: resource.stack,
    run: async () => {
      const outcome = await ask(resource, { type: 'Create' }, context);
      const { physicalId } = outcome;
      if (outcome.ok) {
        context.state.put({ ...resource, physicalId });
        return {};
      }
      // rule: custom-resource.rollback
      await ask(resource, { type: 'Delete', physicalId }, context);
      return { failed: outcome.reason };
    },
  };
}

function update(resource: CustomResource, deployed: Deployed, context: Context): Step {
  const { stackId, physicalId, properties: oldProperties } = deployed;
  const next = { ...resource, stackId };
  return {
    stack: resource.stack,
    run: async () => {
      const outcome = await ask(next, { type: 'Update', physicalId, oldProperties }, context);
      if (!outcome.ok) {
        const back = { type: 'Update', physicalId, oldProperties: resource.properties } as const;
        await ask(deployed, back, context);
        return { failed: outcome.reason };
      }
      context.state.put({ ...next, physicalId: outcome.physicalId });
      // rule: custom-resource.replacement
      if (outcome.physicalId !== physicalId) await ask(deployed, { type: 'Delete', physicalId }, context);
      return {};
    },
  };
}

function remove(deployed: Deployed, context: Context): Step {
  const { stack, physicalId, retained } = deployed;
  return {
    stack,
    run: async () => {
      const outcome = retained ? undefined : await ask(deployed, { type: 'Delete', physicalId }, context);
      if (outcome && !outcome.ok) return { failed: outcome.reason };
      context.state.remove(deployed);
      return {};
    },
  };
}

async function ask(
  resource: CustomResource & { readonly stackId: string },
  request: ResourceRequest,
  { asking, log }: Context,
): Promise<ResourceOutcome> {
  const outcome = await askFunction(resource, request, asking);
  log({
    source: 'custom-resource',
    stack: resource.stack,
    logicalId: resource.logicalId,
    requestType: request.type,
    outcome: outcome.ok ? 'SUCCESS' : `FAILED: ${outcome.reason}`,
  });
  return outcome;
}

/** The id of a stack that is there already, or one for a stack that is made now. */
function stackIdsOf(deployed: readonly Deployed[]): (resource: CustomResource) => string {
  const ids = new Map(deployed.map(({ stack, stackId }) => [stack, stackId]));
  return ({ stack, accountId }) => {
    const id = ids.get(stack) ?? `arn:aws:cloudformation:us-east-1:${accountId}:stack/${stack}/${randomUUID()}`;
    ids.set(stack, id);
    return id;
  };
}

function keyOf({ stack, logicalId }: Pick<CustomResource, 'stack' | 'logicalId'>): string {
  return `${stack}/${logicalId}`;
}

// rule: custom-resource.unchanged
function isSame(deployed: Deployed, resource: CustomResource): boolean {
  return (
    deployed.serviceToken === resource.serviceToken &&
    JSON.stringify(deployed.properties) === JSON.stringify(resource.properties)
  );
}
