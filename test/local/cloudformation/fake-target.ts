import { createDeploymentFaults } from '../../../lib/local/cloudformation/faults';
import type { StackInput } from '../../../lib/local/cloudformation/stack';
import { createStacks } from '../../../lib/local/cloudformation/stacks';
import type { CustomResourceRequest, DeploymentTarget } from '../../../lib/local/cloudformation/target';
import { objectOf, textOf } from '../../../lib/local/json';

/** A template with these resources, as a caller gives it. */
export function inputOf(resources: object, more: Partial<StackInput> = {}): StackInput {
  const template = { Resources: resources };
  const rollback = { alarmArns: [], monitoringMinutes: 0 };
  const base = {
    templateBody: JSON.stringify(template),
    template,
    parameters: {},
    tags: [],
    capabilities: [],
    rollback,
  };
  return { ...base, ...more };
}

/** Stacks that are deployed to nothing: what was asked of the target is written down. */
export function stacksOnPaper() {
  const applied: string[][] = [];
  const asked: CustomResourceRequest[] = [];
  const refused = new Set<string>();
  const faults = createDeploymentFaults();
  const target: DeploymentTarget = {
    plan: ({ name, input }) => ({
      ok: true,
      plan: {
        outputs: [],
        resources: Object.entries(objectOf(input.template['Resources'])).map(([logicalId, value]) => {
          const raw = objectOf(value);
          const deletionPolicy = textOf(raw['DeletionPolicy']) ?? 'Delete';
          const type = textOf(raw['Type']) ?? '';
          const properties = objectOf(raw['Properties']);
          return { logicalId, type, physicalId: `${name}-${logicalId}`, deletionPolicy, properties, raw };
        }),
      },
    }),
    apply: async (versions) => {
      applied.push(versions.map(({ name, input }) => `${name}: ${Object.keys(objectOf(input.template['Resources']))}`));
    },
    askCustomResource: async (request) => {
      asked.push(request);
      const physicalId = `${request.logicalId}-1`;
      return refused.has(`${request.request.kind} ${request.logicalId}`)
        ? { ok: false, reason: 'no', physicalId }
        : { ok: true, physicalId };
    },
  };
  let now = 0;
  let ids = 0;
  const waited: number[] = [];
  const stacks = createStacks({
    target,
    faults,
    accountId: '111111111111',
    clock: () => now,
    newId: () => {
      ids += 1;
      return String(ids);
    },
    wait: async (milliseconds) => {
      waited.push(milliseconds);
      now += milliseconds;
    },
  });
  return { stacks, faults, applied, asked, refused, waited };
}
