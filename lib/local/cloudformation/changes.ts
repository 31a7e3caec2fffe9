import { isIntrinsic } from '../assembly/intrinsics';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../json';
import type { ResourceChange } from './stack';

/** A resource of a template with its properties as they would take effect. */
export interface PlannedResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly deletionPolicy: string;
  readonly properties: JsonObject;
  /** As written, for what it depends on. */
  readonly raw: JsonObject;
}

/** What differs between two versions of a stack. The order is that of the new template, what is gone comes last. */
export function changesBetween(
  before: readonly PlannedResource[],
  after: readonly PlannedResource[],
): readonly ResourceChange[] {
  const known = new Map(before.map((each) => [each.logicalId, each]));
  const wanted = new Set(after.map(({ logicalId }) => logicalId));
  const kept = after.flatMap((resource) => {
    const old = known.get(resource.logicalId);
    return old ? modification(old, resource) : [addition(resource)];
  });
  return [...kept, ...before.filter(({ logicalId }) => !wanted.has(logicalId)).map(removal)];
}

function addition({ logicalId, type }: PlannedResource): ResourceChange {
  return { action: 'Add', logicalId, type, scope: [] };
}

function removal({ logicalId, type, physicalId }: PlannedResource): ResourceChange {
  return { action: 'Remove', logicalId, type, physicalId, scope: [] };
}

function modification(before: PlannedResource, after: PlannedResource): ResourceChange[] {
  const { logicalId, type, physicalId } = after;
  const scope = [
    ...(sameData(before.properties, after.properties) ? [] : (['Properties'] as const)),
    ...(sameData(before.raw['Metadata'], after.raw['Metadata']) ? [] : (['Metadata'] as const)),
    ...(before.deletionPolicy === after.deletionPolicy ? [] : (['DeletionPolicy'] as const)),
  ];
  if (scope.length === 0) return [];
  const isReplaced = before.type !== type || before.physicalId !== physicalId;
  const replacement = isReplaced ? ('True' as const) : ('False' as const);
  return [{ action: 'Modify', logicalId, type, physicalId: before.physicalId, replacement, scope }];
}

/** Plain data is the same whatever the order of its fields. */
function sameData(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => sameData(each, b[i]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameData(a[key], b[key]))
  );
}

/**
 * The logical ids in an order in which each comes after what it depends on, by reference or `DependsOn`; beside that in the
 * template's order. Throws `CircularDependency`.
 */
export function inDependencyOrder(resources: readonly PlannedResource[]): readonly PlannedResource[] {
  const byId = new Map(resources.map((each) => [each.logicalId, each]));
  const ordered = new Set<PlannedResource>();
  const visiting = new Set<string>();
  const visit = (resource: PlannedResource): void => {
    if (ordered.has(resource)) return;
    if (visiting.has(resource.logicalId)) throw new CircularDependency(resource.logicalId);
    visiting.add(resource.logicalId);
    for (const id of dependenciesOf(resource.raw)) {
      const other = byId.get(id);
      if (other && other !== resource) visit(other);
    }
    ordered.add(resource);
  };
  for (const resource of resources) visit(resource);
  return [...ordered];
}

class CircularDependency extends Error {
  constructor(readonly logicalId: string) {
    super(`Circular dependency between resources: [${logicalId}]`);
  }
}

function dependenciesOf(raw: JsonObject): readonly string[] {
  const explicit = [raw['DependsOn']].flat().flatMap((each) => textOf(each) ?? []);
  return [...explicit, ...referencesIn(raw['Properties'])];
}

function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  if (!isIntrinsic(value)) return Object.values(value).flatMap(referencesIn);
  const [name = '', given] = Object.entries(value)[0] ?? [];
  if (name === 'Ref') return [textOf(given) ?? ''];
  if (name === 'Fn::GetAtt') return [(Array.isArray(given) ? textOf(given[0]) : textOf(given)?.split('.')[0]) ?? ''];
  if (name === 'Fn::Sub') {
    const [template, variables] = Array.isArray(given) ? given : [given, {}];
    const named = [...(textOf(template) ?? '').matchAll(/\$\{([^!}.][^}.]*)/g)].map(([, id = '']) => id);
    return [...named, ...referencesIn(objectOf(variables))];
  }
  return listOf(given).flatMap(referencesIn);
}
