import { type Problem, problem } from '../../core/problems';
import { isObject, type JsonObject } from '../json';
import { isIntrinsic } from './intrinsics';

/**
 * How far a part of a template is imitated. Anything in a template that no coverage names stops the start: what runs here
 * must not silently differ from what would run on AWS.
 */
export type Coverage =
  /** A value, a list of values or an intrinsic that takes effect here. */
  | { readonly kind: 'imitated' }
  /** Takes effect here, for these values only. */
  | { readonly kind: 'oneOf'; readonly values: readonly (string | number | boolean)[] }
  /** Has no effect here, and why that changes no answer. */
  | { readonly kind: 'ignored'; readonly because: string }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Coverage>> }
  | { readonly kind: 'list'; readonly items: Coverage }
  /** An object whose names are free. */
  | { readonly kind: 'map'; readonly items: Coverage };

export const imitated: Coverage = { kind: 'imitated' };

export function oneOf(...values: readonly (string | number | boolean)[]): Coverage {
  return { kind: 'oneOf', values };
}

export function ignored(because: string): Coverage {
  return { kind: 'ignored', because };
}

export function asObject(fields: Readonly<Record<string, Coverage>>): Coverage {
  return { kind: 'object', fields };
}

export function asList(items: Coverage): Coverage {
  return { kind: 'list', items };
}

export function map(items: Coverage): Coverage {
  return { kind: 'map', items };
}

/** The place of a value: the template's file, and the path in it. */
export interface TemplatePlace {
  readonly file: string;
  readonly path: string;
}

/** Everything of `value` that no coverage names. Problem codes: `local.property`, `local.value`. */
export function checkCoverage(value: unknown, coverage: Coverage, place: TemplatePlace): Problem[] {
  // An intrinsic may stand for any value; which intrinsics are known is checked over the whole template.
  if (coverage.kind === 'ignored' || isIntrinsic(value)) return [];
  switch (coverage.kind) {
    case 'imitated':
      return isPlain(value) ? [] : [shapeProblem(place, 'a value or a list of values')];
    case 'oneOf':
      return isOneOf(value, coverage.values) ? [] : [valueProblem(value, coverage.values, place)];
    case 'list':
      if (!Array.isArray(value)) return [shapeProblem(place, 'a list')];
      return value.flatMap((item, index) =>
        checkCoverage(item, coverage.items, { ...place, path: `${place.path}[${index}]` }),
      );
    case 'map':
      if (!isObject(value)) return [shapeProblem(place, 'an object')];
      return Object.entries(value).flatMap(([name, field]) =>
        checkCoverage(field, coverage.items, { ...place, path: `${place.path}.${name}` }),
      );
    case 'object':
      return isObject(value) ? checkFields(value, coverage.fields, place) : [shapeProblem(place, 'an object')];
  }
}

function checkFields(value: JsonObject, fields: Readonly<Record<string, Coverage>>, place: TemplatePlace): Problem[] {
  return Object.entries(value).flatMap(([name, field]) => {
    const at = { ...place, path: `${place.path}.${name}` };
    const coverage = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return coverage ? checkCoverage(field, coverage, at) : [unknownProblem(at)];
  });
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => !Array.isArray(item) && isPlain(item));
  return isIntrinsic(value) || ['string', 'number', 'boolean'].includes(typeof value);
}

/** CloudFormation takes `"5"` for 5 and `"true"` for true. */
function isOneOf(value: unknown, values: readonly (string | number | boolean)[]): boolean {
  return values.some((wanted) => String(wanted) === String(value));
}

function unknownProblem(where: TemplatePlace): Problem {
  return problem(
    'local.property',
    'Cannot imitate this property: it is not supported; expected a property of the catalogue',
    where,
  );
}

function shapeProblem(where: TemplatePlace, wanted: string): Problem {
  return problem('local.value', `Cannot imitate this property: it has another shape; expected ${wanted}`, where);
}

function valueProblem(value: unknown, values: readonly (string | number | boolean)[], where: TemplatePlace): Problem {
  const actual = (JSON.stringify(value) ?? 'nothing').slice(0, 80);
  return problem('local.value', `Cannot imitate this value: ${actual}; expected ${values.join(' or ')}`, where);
}
