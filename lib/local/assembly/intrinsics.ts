import { isObject, type JsonObject, listOf, textOf } from '../json';

/** Intrinsics that are resolved here. `Condition`, `Fn::ImportValue`, `Fn::GetAZs` and the like stop the start. */
export const INTRINSICS = [
  'Ref',
  'Fn::GetAtt',
  'Fn::Join',
  'Fn::Sub',
  'Fn::Select',
  'Fn::Split',
  'Fn::FindInMap',
] as const;

/** What intrinsics refer to. Throws `Unresolvable` for what does not exist. */
export interface References {
  ref(logicalId: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  mapping(map: string, first: string, second: string): unknown;
}

/** A reference that leads nowhere; caught where the resource that holds it is known. */
export class Unresolvable extends Error {}

/** `AWS::NoValue`: the property that holds it counts as not written. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** Whether a value is an intrinsic, known here or not. */
export function isIntrinsic(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && isIntrinsicName(keys[0] ?? '');
}

function isIntrinsicName(key: string): boolean {
  return key === 'Ref' || key === 'Condition' || key.startsWith('Fn::');
}

/** A copy of `value` with every intrinsic replaced by what it stands for. */
export function resolveIntrinsics(value: unknown, references: References): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolveIntrinsics(item, references)).filter((item) => item !== NO_VALUE);
  }
  if (!isObject(value)) return value;
  if (isIntrinsic(value)) return evaluate(value, references);
  const fields = Object.entries(value).map(([name, field]) => [name, resolveIntrinsics(field, references)] as const);
  return Object.fromEntries(fields.filter(([, field]) => field !== NO_VALUE));
}

function evaluate(intrinsic: JsonObject, references: References): unknown {
  const [name = '', raw] = Object.entries(intrinsic)[0] ?? [];
  switch (name) {
    case 'Ref':
      return references.ref(text(raw, 'Ref'));
    case 'Fn::GetAtt':
      return getAttribute(raw, references);
    case 'Fn::Sub':
      return substitute(raw, references);
    case 'Fn::FindInMap': {
      const [map, first, second] = listOf(resolveIntrinsics(raw, references)).map((part) => text(part, name));
      return references.mapping(map ?? '', first ?? '', second ?? '');
    }
    case 'Fn::Join':
    case 'Fn::Split':
    case 'Fn::Select':
      return applyList(name, resolveIntrinsics(raw, references));
    default:
      throw new Unresolvable(`the intrinsic ${name} is not known here`);
  }
}

function applyList(name: 'Fn::Join' | 'Fn::Split' | 'Fn::Select', value: unknown): unknown {
  const [first, second] = listOf(value);
  switch (name) {
    case 'Fn::Join':
      return listOf(second)
        .map((item) => text(item, name))
        .join(text(first, name));
    case 'Fn::Split':
      return text(second, name).split(text(first, name));
    case 'Fn::Select': {
      const item = listOf(second)[Number(first)];
      if (item === undefined)
        throw new Unresolvable(`${name} asks for item ${text(first, name)}, which does not exist`);
      return item;
    }
  }
}

function getAttribute(raw: unknown, references: References): unknown {
  const [logicalId, ...rest] =
    typeof raw === 'string' ? raw.split('.') : listOf(raw).map((part) => text(part, 'Fn::GetAtt'));
  return references.attribute(logicalId ?? '', rest.join('.'));
}

function substitute(raw: unknown, references: References): string {
  const [template, given] = Array.isArray(raw) ? raw : [raw, {}];
  const variables = isObject(given) ? given : {};
  return text(template, 'Fn::Sub').replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal === '!') return `\${${name}}`;
    if (Object.hasOwn(variables, name)) return text(resolveIntrinsics(variables[name], references), 'Fn::Sub');
    const [logicalId = '', ...attribute] = name.split('.');
    const value = attribute.length > 0 ? references.attribute(logicalId, attribute.join('.')) : references.ref(name);
    return text(value, 'Fn::Sub');
  });
}

function text(value: unknown, intrinsic: string): string {
  const found = textOf(value);
  if (found === undefined) throw new Unresolvable(`${intrinsic} is given something that is no text`);
  return found;
}
