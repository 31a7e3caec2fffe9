import type { Problem } from '../../core/problems';
import { buildDeployment } from '../assembly/build-deployment';
import { resolveIntrinsics, Unresolvable } from '../assembly/intrinsics';
import { type Assembly, resourcesOf, type Stack, typeOf } from '../assembly/read-assembly';
import { ParameterMissing, ReferenceResolver } from '../assembly/references';
import { readCustomResource } from '../assembly/resources';
import { askFunction, type CustomResourceCall, type ResourceRequest } from '../custom-resources/ask';
import type { DeploymentState } from '../custom-resources/state';
import type { Deployment } from '../deployment';
import { type JsonObject, objectOf, textOf } from '../json';
import type { PlannedResource } from './changes';
import type { StackOutput } from './stack';
import type { CustomResourceRequest, DeploymentTarget, PlanFailure, StackVersion } from './target';

export interface AssemblyTargetParts {
  readonly accountId: string;
  /** Folder or file of an asset, by its key in the bucket. */
  readonly assets: () => ReadonlyMap<string, string>;
  /** Makes a deployment the one that is served; what is in the way, where it cannot. */
  readonly serve: (deployment: Deployment) => Promise<readonly Problem[]>;
  readonly customResources: CustomResourceCall & { readonly state: DeploymentState };
}

/** Deploys to the local cloud: stacks together make an assembly, and an assembly a deployment. */
export function createAssemblyTarget(parts: AssemblyTargetParts): DeploymentTarget {
  const assemblyOf = (versions: readonly StackVersion[]): Assembly => ({
    stacks: versions.map((version) => stackOf(version, parts.accountId)),
    assets: parts.assets(),
  });
  const serve = async (versions: readonly StackVersion[]): Promise<void> => {
    const built = buildDeployment(assemblyOf(versions));
    const problems = built.ok ? await parts.serve(built.value) : built.problems;
    const [first] = problems;
    if (first) throw new Error(first.message);
  };
  return {
    plan: (version, others) => {
      const assembly = assemblyOf([...others, version]);
      const stack = assembly.stacks.find(({ name }) => name === version.name);
      if (!stack) return { ok: false, reason: 'The stack is not there' };
      const resolver = new ReferenceResolver(assembly);
      const missing = missingParameter(resolver, stack);
      if (missing) return { ok: false, ...missing };
      const built = buildDeployment(assembly);
      if (!built.ok) return { ok: false, ...failureOf(built.problems) };
      return { ok: true, plan: { resources: plannedResources(resolver, stack), outputs: outputsOf(resolver, stack) } };
    },
    apply: serve,
    askCustomResource: (request) => askCustomResource(request, parts),
  };
}

function stackOf({ name, input }: StackVersion, account: string): Stack {
  return { name, account, region: 'us-east-1', file: `${name}.template.json`, template: input.template };
}

// rule: cloudformation.parameter-missing
function missingParameter(resolver: ReferenceResolver, stack: Stack): PlanFailure | undefined {
  try {
    resolver.readParameters(stack);
    return undefined;
  } catch (error) {
    if (error instanceof ParameterMissing) {
      return { reason: `Unable to fetch parameters [${error.parameter}] from parameter store for this account.` };
    }
    if (error instanceof Unresolvable) return { reason: `Template validation error: ${error.message}` };
    throw error;
  }
}

function failureOf([first]: readonly Problem[]): PlanFailure {
  const [, logicalId] = /^Resources\.([A-Za-z0-9]+)/.exec(first?.where?.path ?? '') ?? [];
  const reason = first ? `${first.message} [${first.code}]` : 'The template cannot be deployed';
  return logicalId === undefined ? { reason } : { logicalId, reason };
}

function plannedResources(resolver: ReferenceResolver, stack: Stack): readonly PlannedResource[] {
  return resourcesOf(stack).map(([logicalId, raw]) => ({
    logicalId,
    type: typeOf(raw),
    physicalId: orElse(() => resolver.attributeOf(stack, logicalId, 'Ref'), `${stack.name}-${logicalId}`),
    deletionPolicy: textOf(raw['DeletionPolicy']) ?? 'Delete',
    // What of a resource without effect cannot be resolved is compared as it is written.
    properties: orElse(() => resolver.resolve(stack, logicalId), objectOf(raw['Properties'])),
    raw,
  }));
}

function outputsOf(resolver: ReferenceResolver, stack: Stack): readonly StackOutput[] {
  return Object.entries(objectOf(stack.template['Outputs'])).map(([key, raw]) => {
    const { Value: value, Description: description } = objectOf(raw);
    const resolved = orElse(() => textOf(resolveIntrinsics(value, resolver.referencesOf(stack))), undefined) ?? '';
    const text = textOf(description);
    return { key, value: resolved, ...(text === undefined ? {} : { description: text }) };
  });
}

function orElse<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unresolvable || error instanceof ParameterMissing) return otherwise;
    throw error;
  }
}

async function askCustomResource(
  { stack, stackId, logicalId, type, properties, request }: CustomResourceRequest,
  { accountId, customResources }: AssemblyTargetParts,
) {
  const { state } = customResources;
  const place = { stack, accountId, logicalId, type, retained: false };
  const resource = { ...readCustomResource(properties, place), stackId };
  const outcome = await askFunction(resource, requestOf(request, place), customResources);
  if (outcome.ok && request.kind === 'Delete') state.remove(resource);
  else if (outcome.ok) state.put({ ...resource, physicalId: outcome.physicalId });
  return outcome;
}

function requestOf(
  request: CustomResourceRequest['request'],
  place: Parameters<typeof readCustomResource>[1],
): ResourceRequest {
  switch (request.kind) {
    case 'Create':
      return { type: 'Create' };
    case 'Delete':
      return { type: 'Delete', physicalId: request.physicalId };
    case 'Update':
      return {
        type: 'Update',
        physicalId: request.physicalId,
        oldProperties: readCustomResource(request.oldProperties, place).properties as JsonObject,
      };
  }
}
