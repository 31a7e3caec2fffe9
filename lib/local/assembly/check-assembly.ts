import { type Problem, problem } from '../../core/problems';
import { isObject, type JsonObject, objectOf } from '../json';
import { RESOURCE_ATTRIBUTES, RESOURCE_CATALOGUE, SECTIONS } from './catalogue';
import { checkCoverage, type TemplatePlace } from './coverage';
import { INTRINSICS, isIntrinsic } from './intrinsics';
import { type Assembly, resourcesOf, type Stack, typeOf } from './read-assembly';

/**
 * Everything in the templates that is neither imitated nor ignored for a reason, all at once.
 * Problem codes: `local.section`, `local.resource-type`, `local.property`, `local.value`, `local.intrinsic`, `local.region`.
 */
export function checkAssembly(assembly: Assembly): Problem[] {
  return assembly.stacks.flatMap((stack) => [
    ...checkRegion(stack),
    ...checkSections(stack),
    ...resourcesOf(stack).flatMap(([id, resource]) => checkResource(stack, id, resource)),
    ...checkIntrinsics(stack.template['Resources'], { file: stack.file, path: 'Resources' }),
  ]);
}

function checkRegion({ name, region, file }: Stack): Problem[] {
  if (region === 'us-east-1') return [];
  const message = `Cannot run the stack "${name}": its region is "${region}"; expected us-east-1, where CloudFront reads`;
  return [problem('local.region', message, { file })];
}

function checkSections({ template, file }: Stack): Problem[] {
  return Object.keys(template)
    .filter((section) => !Object.hasOwn(SECTIONS, section))
    .map((path) =>
      problem('local.section', 'Cannot run this section of the template: it is not supported', { file, path }),
    );
}

function checkResource(stack: Stack, id: string, resource: JsonObject): Problem[] {
  const place = { file: stack.file, path: `Resources.${id}` };
  const attributes = Object.keys(resource)
    .filter((attribute) => !Object.hasOwn(RESOURCE_ATTRIBUTES, attribute))
    .map((attribute) =>
      problem('local.property', 'Cannot run a resource with this attribute: it is not supported', {
        ...place,
        path: `${place.path}.${attribute}`,
      }),
    );
  const type = typeOf(resource);
  const coverage = Object.hasOwn(RESOURCE_CATALOGUE, type) ? RESOURCE_CATALOGUE[type] : undefined;
  if (!coverage) {
    const message = `Cannot run a resource of type "${type}": it is not supported; expected a type of the catalogue`;
    return [...attributes, problem('local.resource-type', message, place)];
  }
  const properties = { ...place, path: `${place.path}.Properties` };
  return [...attributes, ...checkCoverage(objectOf(resource['Properties']), coverage, properties)];
}

function checkIntrinsics(value: unknown, place: TemplatePlace): Problem[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, at) => checkIntrinsics(item, { ...place, path: `${place.path}[${at}]` }));
  }
  if (!isObject(value)) return [];
  const inner = Object.entries(value).flatMap(([key, field]) =>
    checkIntrinsics(field, { ...place, path: `${place.path}.${key}` }),
  );
  return isIntrinsic(value) ? [...unknownIntrinsic(value, place), ...inner] : inner;
}

function unknownIntrinsic(value: JsonObject, place: TemplatePlace): Problem[] {
  const name = Object.keys(value)[0] ?? '';
  if (INTRINSICS.some((known) => known === name)) return [];
  const message = `Cannot resolve the intrinsic "${name}": it is not supported; expected ${INTRINSICS.join(', ')}`;
  return [problem('local.intrinsic', message, place)];
}
