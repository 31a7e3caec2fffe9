import type { PlannedResource } from './changes';
import { type DeploymentFaults, faultMessage } from './faults';
import type { History } from './history';
import { fixedNameOf } from './names';
import type { ResourceChange, StackRecord } from './stack';
import type { CustomResourceRequest, DeploymentTarget, StackPlan } from './target';

/** One operation on a stack, and what of it has been done so far, so that it can be undone. */
export interface StackOperation {
  readonly stack: StackRecord;
  readonly history: History;
  readonly before: StackPlan;
  readonly after: StackPlan;
  readonly done: { readonly change: ResourceChange; readonly resource: PlannedResource }[];
}

/** A resource that could not be made, changed or removed. */
export class ResourceFailed extends Error {
  constructor(
    readonly logicalId: string,
    reason: string,
  ) {
    super(reason);
  }
}

/** What is done to one resource. Each throws `ResourceFailed`. */
export interface ResourceSteps {
  makeOrChange(operation: StackOperation, change: ResourceChange, resource: PlannedResource): Promise<void>;
  /** Removes a resource if it exists, or leaves it in the account. */
  remove(operation: StackOperation, resource: PlannedResource, isRetained: boolean): Promise<void>;
  /** Changes a resource back from `now` to `old`. */
  changeBack(operation: StackOperation, old: PlannedResource, now: PlannedResource): Promise<void>;
}

export interface StepParts {
  readonly target: DeploymentTarget;
  readonly faults: DeploymentFaults;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export function createResourceSteps(parts: StepParts, stacks: () => readonly StackRecord[]): ResourceSteps {
  // rule: cloudformation.retained-names
  const leftBehind = new Set<string>();
  return {
    makeOrChange: async (operation, change, resource) => {
      const { stack, history, done } = operation;
      const { logicalId, type } = resource;
      const isNew = change.action === 'Add';
      history.resource(resource, isNew ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS');
      await meetFault(parts, operation, resource);
      if (isNew && isNameTaken(resource, stack, stacks(), leftBehind)) throw alreadyExists(resource);
      const physicalId = isCustom(type)
        ? await ask(parts.target, operation, resource, isNew ? { kind: 'Create' } : updateOf(operation, resource))
        : resource.physicalId;
      stack.resources.set(logicalId, { physicalId, type, fixedName: fixedNameOf(resource) });
      done.push({ change, resource });
      history.resource({ ...resource, physicalId }, isNew ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE');
    },
    remove: async (operation, resource, isRetained) => {
      const { stack, history } = operation;
      const existing = stack.resources.get(resource.logicalId);
      if (!existing) return;
      if (isRetained) {
        if (existing.fixedName !== undefined) leftBehind.add(`${resource.type} ${existing.fixedName}`);
        history.resource(resource, 'DELETE_SKIPPED');
      } else {
        history.resource(resource, 'DELETE_IN_PROGRESS');
        await meetFault(parts, operation, resource);
        const { physicalId } = existing;
        if (isCustom(resource.type)) await ask(parts.target, operation, resource, { kind: 'Delete', physicalId });
        history.resource(resource, 'DELETE_COMPLETE');
      }
      stack.resources.delete(resource.logicalId);
    },
    changeBack: async (operation, old, now) => {
      operation.history.resource(old, 'UPDATE_IN_PROGRESS');
      if (isCustom(old.type)) {
        const physicalId = physicalIdOf(operation, old);
        await ask(parts.target, operation, old, { kind: 'Update', physicalId, oldProperties: now.properties });
      }
      operation.history.resource(old, 'UPDATE_COMPLETE');
    },
  };
}

function isCustom(type: string): boolean {
  return type.startsWith('Custom::');
}

function updateOf(operation: StackOperation, resource: PlannedResource): CustomResourceRequest['request'] {
  const old = operation.before.resources.find(({ logicalId }) => logicalId === resource.logicalId);
  return { kind: 'Update', physicalId: physicalIdOf(operation, resource), oldProperties: old?.properties ?? {} };
}

function physicalIdOf({ stack }: StackOperation, { logicalId, physicalId }: PlannedResource): string {
  return stack.resources.get(logicalId)?.physicalId ?? physicalId;
}

async function meetFault(
  { faults, wait }: StepParts,
  { stack }: StackOperation,
  { logicalId, type }: PlannedResource,
): Promise<void> {
  const fault = faults.take(stack.name, logicalId, type);
  if (fault?.kind === 'slow') await wait((fault.seconds ?? 1) * 1000);
  else if (fault) throw new ResourceFailed(logicalId, faultMessage(fault, type));
}

async function ask(
  target: DeploymentTarget,
  { stack }: StackOperation,
  { logicalId, type, properties }: PlannedResource,
  request: CustomResourceRequest['request'],
): Promise<string> {
  const about = { stackId: stack.id, stack: stack.name, logicalId, type, properties };
  const answered = await target.askCustomResource({ ...about, request });
  if (answered.ok) return answered.physicalId;
  // The rollback deletes what it made so far. rule: custom-resource.rollback
  if (request.kind === 'Create') stack.resources.set(logicalId, { physicalId: answered.physicalId, type });
  throw new ResourceFailed(logicalId, `Received response status [FAILED] from custom resource: ${answered.reason}`);
}

function isNameTaken(
  resource: PlannedResource,
  stack: StackRecord,
  stacks: readonly StackRecord[],
  leftBehind: ReadonlySet<string>,
): boolean {
  const name = fixedNameOf(resource);
  if (name === undefined) return false;
  if (leftBehind.has(`${resource.type} ${name}`)) return true;
  return stacks
    .filter((each) => each !== stack)
    .some(({ resources }) =>
      [...resources.values()].some((each) => each.type === resource.type && each.fixedName === name),
    );
}

function alreadyExists(resource: PlannedResource): ResourceFailed {
  const message = `Resource of type '${resource.type}' with identifier '${fixedNameOf(resource)}' already exists.`;
  return new ResourceFailed(resource.logicalId, `${message} (HandlerErrorCode: AlreadyExists)`);
}
