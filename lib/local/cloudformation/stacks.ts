import { textOf } from '../json';
import { changesBetween } from './changes';
import { createStackEngine, type EngineParts } from './engine';
import { createHistory } from './history';
import { fixedNameOf } from './names';
import { type ChangeSet, isInProgress, type StackInput, type StackRecord } from './stack';

/** A call that CloudFormation refuses. */
export class Refused extends Error {
  constructor(
    readonly code: 'ValidationError' | 'ChangeSetNotFound' | 'InvalidChangeSetStatus' | 'AlreadyExistsException',
    message: string,
  ) {
    super(message);
  }
}

/** The stacks of an account and region, and what can be asked of them. Every method throws `Refused`. */
export interface Stacks {
  /** Every stack, deleted ones as well. */
  all(): readonly StackRecord[];
  /** By name, or by id: a deleted stack has only its id. */
  find(nameOrId: string): StackRecord;
  createChangeSet(stackName: string, name: string, kind: ChangeSet['kind'], input: StackInput): ChangeSet;
  findChangeSet(
    nameOrId: string,
    stackNameOrId?: string,
  ): { readonly stack: StackRecord; readonly changeSet: ChangeSet };
  deleteChangeSet(nameOrId: string, stackNameOrId?: string): void;
  /** Begins; the stack says how far it is. */
  execute(nameOrId: string, stackNameOrId?: string): void;
  /** Begins; of an unknown name nothing happens. */
  remove(nameOrId: string): void;
  /** Deploys without a change set, and waits for the end. */
  deploy(stackName: string, input: StackInput): Promise<StackRecord>;
  /** Takes up stacks that are deployed already, all at once, as each may read what another one has written. */
  adopt(stacks: readonly Adopted[]): void;
  /** A property of an existing resource of this type and fixed name; nothing where there is none. */
  propertyOf(type: string, fixedName: string, property: string): string | undefined;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** What is known of a stack that was deployed before. */
interface Adopted {
  readonly name: string;
  readonly input: StackInput;
  readonly terminationProtection?: boolean;
  /** A new one when left out. */
  readonly id?: string;
  /** Of custom resources, by logical id. */
  readonly physicalIds: ReadonlyMap<string, string>;
}

// rule: cloudformation.no-changes
export const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

export function createStacks(parts: EngineParts & { readonly accountId: string }): Stacks {
  const records: StackRecord[] = [];
  const live = () => records.filter(({ status }) => status !== 'DELETE_COMPLETE');
  const engine = createStackEngine(parts, live);
  const running = new Set<Promise<void>>();
  const { clock, newId, accountId } = parts;

  const begin = (work: Promise<void>) => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };

  const find: Stacks['find'] = (nameOrId) => {
    const found = nameOrId.startsWith('arn:')
      ? records.find(({ id }) => id === nameOrId)
      : live().find(({ name }) => name === nameOrId);
    if (!found) throw new Refused('ValidationError', `Stack with id ${nameOrId} does not exist`);
    return found;
  };

  const create = (name: string, id?: string): StackRecord => {
    const record: StackRecord = {
      id: id ?? `arn:aws:cloudformation:us-east-1:${accountId}:stack/${name}/${newId()}`,
      name,
      createdAt: clock(),
      status: 'REVIEW_IN_PROGRESS',
      outputs: [],
      terminationProtection: false,
      resources: new Map(),
      events: [],
      changeSets: new Map(),
    };
    records.push(record);
    return record;
  };

  const stackFor = (name: string, kind: ChangeSet['kind']): StackRecord => {
    const existing = live().find((each) => each.name === name);
    if (!existing && kind === 'UPDATE') throw new Refused('ValidationError', `Stack [${name}] does not exist`);
    if (existing) requireReady(existing, kind);
    return existing ?? create(name);
  };

  const findChangeSet: Stacks['findChangeSet'] = (nameOrId, stackNameOrId) => {
    const candidates = stackNameOrId === undefined ? records : [find(stackNameOrId)];
    for (const stack of candidates) {
      const changeSet = [...stack.changeSets.values()].find(({ id, name }) => id === nameOrId || name === nameOrId);
      if (changeSet) return { stack, changeSet };
    }
    throw new Refused('ChangeSetNotFound', `ChangeSet [${nameOrId}] does not exist`);
  };

  return {
    all: () => records,
    find,
    createChangeSet: (stackName, name, kind, input) => {
      const stack = stackFor(stackName, kind);
      if ([...stack.changeSets.values()].some((each) => each.name === name)) {
        throw new Refused('AlreadyExistsException', `ChangeSet ${name} already exists for stack ${stack.id}`);
      }
      const planned = engine.plan(stack, input);
      const before = stack.deployed ? engine.plan(stack, stack.deployed) : undefined;
      const changes = planned.ok ? changesBetween(before?.ok ? before.plan.resources : [], planned.plan.resources) : [];
      const isSame = planned.ok && changes.length === 0 && sameOutputs(stack, planned.plan.outputs);
      const changeSet: ChangeSet = {
        id: `arn:aws:cloudformation:us-east-1:${accountId}:changeSet/${name}/${newId()}`,
        name,
        kind,
        createdAt: clock(),
        input,
        changes,
        ...(isSame && kind === 'UPDATE' ? { failure: NO_CHANGES } : {}),
        // rule: cloudformation.change-set-validates
        ...(planned.ok ? {} : { failure: planned.reason }),
      };
      stack.changeSets.set(changeSet.id, changeSet);
      return changeSet;
    },
    findChangeSet,
    deleteChangeSet: (nameOrId, stackNameOrId) => {
      const { stack, changeSet } = findChangeSet(nameOrId, stackNameOrId);
      stack.changeSets.delete(changeSet.id);
    },
    execute: (nameOrId, stackNameOrId) => {
      const { stack, changeSet } = findChangeSet(nameOrId, stackNameOrId);
      if (changeSet.failure !== undefined) {
        const message = `ChangeSet [${changeSet.id}] cannot be executed in its current status of [FAILED]`;
        throw new Refused('InvalidChangeSetStatus', message);
      }
      requireReady(stack, changeSet.kind);
      stack.changeSets.clear();
      begin(engine.deploy(stack, changeSet.input));
    },
    remove: (nameOrId) => {
      const stack = records.find((each) => each.id === nameOrId || (each.name === nameOrId && live().includes(each)));
      if (!stack || stack.status === 'DELETE_COMPLETE') return;
      // rule: cloudformation.termination-protection
      if (stack.terminationProtection) {
        const message = `Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`;
        throw new Refused('ValidationError', message);
      }
      if (isInProgress(stack)) throw new Refused('ValidationError', `Stack [${stack.id}] is in ${stack.status} state`);
      begin(engine.remove(stack));
    },
    deploy: async (stackName, input) => {
      const stack = live().find(({ name }) => name === stackName) ?? create(stackName);
      await engine.deploy(stack, input);
      return stack;
    },
    adopt: (adopted) => {
      for (const { name, input, id, terminationProtection } of adopted) {
        Object.assign(create(name, id), { deployed: input, terminationProtection: terminationProtection === true });
      }
      for (const { name, input, physicalIds } of adopted) {
        const stack = find(name);
        const planned = engine.plan(stack, input);
        for (const resource of planned.ok ? planned.plan.resources : []) {
          const physicalId = physicalIds.get(resource.logicalId) ?? resource.physicalId;
          stack.resources.set(resource.logicalId, {
            type: resource.type,
            physicalId,
            fixedName: fixedNameOf(resource),
          });
        }
        stack.outputs = planned.ok ? planned.plan.outputs : [];
        createHistory(stack, parts).stack('CREATE_COMPLETE');
      }
    },
    propertyOf: (type, fixedName, property) => {
      for (const stack of live()) {
        const planned = stack.deployed ? engine.plan(stack, stack.deployed) : undefined;
        const found = planned?.ok
          ? planned.plan.resources.find((each) => each.type === type && fixedNameOf(each) === fixedName)
          : undefined;
        if (found) return textOf(found.properties[property]);
      }
      return undefined;
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}

function sameOutputs(stack: StackRecord, outputs: StackRecord['outputs']): boolean {
  return JSON.stringify(stack.outputs) === JSON.stringify(outputs);
}

// rule: cloudformation.rollback-complete
function requireReady(stack: StackRecord, kind: ChangeSet['kind']): void {
  const { status, id } = stack;
  const message = `Stack:${id} is in ${status} state and can not be updated.`;
  if (isInProgress(stack)) throw new Refused('ValidationError', message);
  if (['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED', 'UPDATE_ROLLBACK_FAILED'].includes(status)) {
    throw new Refused('ValidationError', message);
  }
  if (kind === 'CREATE' && status !== 'REVIEW_IN_PROGRESS') {
    throw new Refused(
      'ValidationError',
      `Stack [${stack.name}] already exists and cannot be created again with the changeSet`,
    );
  }
}
