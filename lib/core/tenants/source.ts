import type { z } from 'zod';
import { type Problem, problem } from '../problems';

/** One file's default export as plain data, not yet checked. */
export interface SourceFile {
  /** Path from the project's folder, such as `tenants/acme.ts`. */
  readonly file: string;
  readonly value: unknown;
}

/** The result of reading a file: the checked value if there is one, and all problems. */
export interface Read<T> {
  readonly value?: T;
  readonly problems: readonly Problem[];
}

/** Marks the place of a value that is not data, such as a function: `{ "$notData": "function" }`. */
export const NOT_DATA = '$notData';

/** Checks one file against its schema: every fault with file, path, value and what was wanted. */
export function readSource<Schema extends z.ZodType>(
  schema: Schema,
  { file, value }: SourceFile,
): Read<z.output<Schema>> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data, problems: [] };
  return { problems: parsed.error.issues.flatMap((issue) => describeIssue(file, value, issue)) };
}

function describeIssue(file: string, root: unknown, issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      problem('tenant.schema', `Cannot use the field "${key}": it is unknown; expected ${issue.message}`, {
        file,
        path: formatPath([...issue.path, key]),
      }),
    );
  }
  const path = pathOf(issue);
  const wanted = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  const found = issue.code === 'invalid_key' ? JSON.stringify(issue.path.at(-1)) : describeValue(valueAt(root, path));
  return [problem('tenant.schema', `Cannot use ${found}; expected ${wanted}`, { file, path: formatPath(path) })];
}

/** A union names its discriminator's path; what is wrong is the value that should have had one. */
function pathOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'invalid_union' && 'discriminator' in issue ? issue.path.slice(0, -1) : issue.path;
}

/** `domains["acme.com"].website.to`, or `the default export` for the root. */
export function formatPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the default export';
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    const name = String(key);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? value[String(key)] : undefined), root);
}

function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (isObject(value) && typeof value[NOT_DATA] === 'string') return `a ${value[NOT_DATA]}`;
  const text = JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
