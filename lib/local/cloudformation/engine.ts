import { changesBetween, inDependencyOrder, type PlannedResource } from './changes';
import { createHistory } from './history';
import {
  createResourceSteps,
  ResourceFailed,
  type ResourceSteps,
  type StackOperation,
  type StepParts,
} from './resource-steps';
import type { StackInput, StackRecord } from './stack';
import type { Planned, StackPlan, StackVersion } from './target';

export interface EngineParts extends StepParts {
  readonly clock: () => number;
  readonly newId: () => string;
}

/** Carries out what was asked of a stack: resource by resource, and back again where one fails. */
export interface StackEngine {
  /** What a version is beside the other stacks, or why it cannot be deployed. */
  plan(stack: StackRecord, input: StackInput): Planned;
  /** Deploys a version of a stack, new or not; resolves when it has ended, well or not. */
  deploy(stack: StackRecord, input: StackInput): Promise<void>;
  /** Removes a stack; resolves when it has ended, well or not. */
  remove(stack: StackRecord): Promise<void>;
}

const NOTHING: StackPlan = { resources: [], outputs: [] };
const MINUTE = 60_000;
const ALARM_INTERVAL = 1000;

/** What the phases of an operation share. */
interface Machinery extends EngineParts {
  readonly steps: ResourceSteps;
  /** Makes this version of the stack, or none of it, take effect beside the others. */
  readonly apply: (stack: StackRecord, input: StackInput | undefined) => Promise<void>;
  readonly plan: StackEngine['plan'];
}

export function createStackEngine(parts: EngineParts, stacks: () => readonly StackRecord[]): StackEngine {
  const others = (stack: StackRecord): readonly StackVersion[] =>
    stacks().flatMap(({ name, id, deployed }) =>
      name === stack.name || deployed === undefined ? [] : [{ name, id, input: deployed }],
    );
  const versionOf = ({ name, id }: StackRecord, input: StackInput): StackVersion => ({ name, id, input });
  const inTurn = createTurns();
  const machinery: Machinery = {
    ...parts,
    steps: createResourceSteps(parts, stacks),
    apply: (stack, input) =>
      inTurn(() => parts.target.apply([...others(stack), ...(input ? [versionOf(stack, input)] : [])])),
    plan: (stack, input) => parts.target.plan(versionOf(stack, input), others(stack)),
  };
  return {
    plan: machinery.plan,
    deploy: (stack, input) => deploy(stack, input, machinery),
    remove: (stack) => remove(stack, machinery),
  };
}

/** One after the other: all stacks together are one deployment. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work, work);
    last = result.catch(() => {});
    return result;
  };
}

async function deploy(stack: StackRecord, input: StackInput, machinery: Machinery): Promise<void> {
  const { clock } = machinery;
  const previous = stack.deployed;
  const verb = previous === undefined ? 'CREATE' : 'UPDATE';
  const history = createHistory(stack, machinery);
  history.stack(`${verb}_IN_PROGRESS`);
  const before = currentPlan(stack, machinery);
  const planned = machinery.plan(stack, input);
  const after = planned.ok ? planned.plan : NOTHING;
  const operation: StackOperation = { stack, history, before, after, done: [] };
  try {
    if (!planned.ok) throw new ResourceFailed(planned.logicalId ?? '', planned.reason);
    await makeAndChange(operation, input, machinery);
    await watchAlarms(input, machinery);
  } catch (error) {
    return rollBack(operation, previous, error, machinery);
  }
  // rule: cloudformation.cleanup-last
  if (verb === 'UPDATE') history.stack('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  await cleanUp(operation, machinery);
  stack.deployed = input;
  stack.outputs = after.outputs;
  stack.updatedAt = clock();
  history.stack(`${verb}_COMPLETE`);
}

function currentPlan(stack: StackRecord, { plan }: Machinery): StackPlan {
  const planned = stack.deployed ? plan(stack, stack.deployed) : undefined;
  return planned?.ok ? planned.plan : NOTHING;
}

async function makeAndChange(operation: StackOperation, input: StackInput, machinery: Machinery): Promise<void> {
  const { stack, before, after } = operation;
  const changes = new Map(changesBetween(before.resources, after.resources).map((each) => [each.logicalId, each]));
  for (const resource of inDependencyOrder(after.resources)) {
    const change = changes.get(resource.logicalId);
    if (change) await machinery.steps.makeOrChange(operation, change, resource);
  }
  await machinery.apply(stack, input);
}

// rule: cloudformation.rollback-triggers
async function watchAlarms({ rollback }: StackInput, { clock, faults, wait }: Machinery): Promise<void> {
  const { alarmArns, monitoringMinutes } = rollback;
  const end = clock() + monitoringMinutes * MINUTE;
  while (alarmArns.length > 0) {
    const fired = alarmArns.find((arn) => faults.isInAlarm(arn));
    if (fired !== undefined) throw new Error(`The following alarms are in ALARM state: [${fired}].`);
    const left = end - clock();
    if (left <= 0) return;
    await wait(Math.min(left, ALARM_INTERVAL));
  }
}

/** Removes what the new version no longer has. What cannot be removed stays, and the stack is deployed all the same. */
async function cleanUp(operation: StackOperation, { steps }: Machinery): Promise<void> {
  const wanted = new Set(operation.after.resources.map(({ logicalId }) => logicalId));
  const gone = operation.before.resources.filter(({ logicalId }) => !wanted.has(logicalId));
  for (const resource of [...inDependencyOrder(gone)].reverse()) {
    try {
      await steps.remove(operation, resource, isRetained(resource));
    } catch (error) {
      operation.history.resource(resource, 'DELETE_FAILED', reasonOf(error));
    }
  }
}

async function rollBack(
  operation: StackOperation,
  previous: StackInput | undefined,
  error: unknown,
  machinery: Machinery,
): Promise<void> {
  const { history, after } = operation;
  const [verb, rollback] =
    previous === undefined ? (['CREATE', 'ROLLBACK'] as const) : (['UPDATE', 'UPDATE_ROLLBACK'] as const);
  const reason = reasonOf(error);
  const resource = failedIn(after.resources, error);
  if (resource) history.resource(resource, `${verb}_FAILED`, reason);
  const did = verb === 'CREATE' ? 'create' : 'update';
  const summary = resource ? `The following resource(s) failed to ${did}: [${resource.logicalId}].` : reason;
  history.stack(`${rollback}_IN_PROGRESS`, `${summary} Rollback requested.`);
  try {
    await undo(operation, previous, machinery);
    history.stack(`${rollback}_COMPLETE`);
  } catch (second) {
    history.stack(`${rollback}_FAILED`, reasonOf(second));
  }
}

/** Undoes what was done, the last first; then what a custom resource made before it failed. */
async function undo(operation: StackOperation, previous: StackInput | undefined, machinery: Machinery): Promise<void> {
  const { stack, before, after, done } = operation;
  const { steps, apply } = machinery;
  const oldOf = (id: string) => before.resources.find(({ logicalId }) => logicalId === id);
  for (const { change, resource } of [...done].reverse()) {
    const old = oldOf(resource.logicalId);
    // rule: cloudformation.retain-except-on-create
    if (change.action === 'Add') await steps.remove(operation, resource, resource.deletionPolicy === 'Retain');
    else if (old) await steps.changeBack(operation, old, resource);
  }
  for (const resource of after.resources) {
    const isLeftOver = stack.resources.has(resource.logicalId) && !oldOf(resource.logicalId);
    if (isLeftOver) await steps.remove(operation, resource, false);
  }
  await apply(stack, previous);
}

async function remove(stack: StackRecord, machinery: Machinery): Promise<void> {
  const { steps, apply, clock } = machinery;
  const history = createHistory(stack, machinery);
  history.stack('DELETE_IN_PROGRESS');
  const before = currentPlan(stack, machinery);
  const operation: StackOperation = { stack, history, before, after: NOTHING, done: [] };
  try {
    for (const resource of [...inDependencyOrder(before.resources)].reverse()) {
      await steps.remove(operation, resource, isRetained(resource));
    }
    await apply(stack, undefined);
  } catch (error) {
    const reason = reasonOf(error);
    const resource = failedIn(before.resources, error);
    if (resource) history.resource(resource, 'DELETE_FAILED', reason);
    return history.stack('DELETE_FAILED', reason);
  }
  stack.deployed = undefined;
  stack.deletedAt = clock();
  history.stack('DELETE_COMPLETE');
}

// rule: cloudformation.retention
function isRetained({ deletionPolicy }: PlannedResource): boolean {
  return ['Retain', 'RetainExceptOnCreate', 'Snapshot'].includes(deletionPolicy);
}

function failedIn(resources: readonly PlannedResource[], error: unknown): PlannedResource | undefined {
  return error instanceof ResourceFailed ? resources.find(({ logicalId }) => logicalId === error.logicalId) : undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
