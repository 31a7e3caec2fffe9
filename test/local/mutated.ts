import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from './synthesized';

/**
 * A place in a template: keys and indices. Text that begins with a colon is a resource type, for its first resource; a
 * function finds an item by its JSON.
 */
export type Path = readonly (string | number | ((json: string) => boolean))[];

/** Another value at one place of a stack's template; without a value the place is deleted. */
export interface Change {
  readonly stack: string;
  readonly path: Path;
  readonly value?: unknown;
}

/** A copy of an assembly with these changes. */
export function mutatedCopy(assemblyDirectory: string, changes: readonly Change[]): string {
  const directory = newFolder('mutation');
  cpSync(assemblyDirectory, directory, { recursive: true });
  for (const { stack, path, value } of changes) {
    const file = join(directory, `${stack}.template.json`);
    const template: object = JSON.parse(readFileSync(file, 'utf8'));
    change(template, path, value);
    writeFileSync(file, JSON.stringify(template));
  }
  return directory;
}

/** Changes one place of a parsed template; without a value it is deleted. */
function change(template: object, [key = '', ...rest]: Path, value: unknown): void {
  const real = find(template, key);
  if (real === undefined) throw new Error(`nothing is called ${key}`);
  if (rest.length > 0) change(Reflect.get(template, real), rest, value);
  else if (value === undefined) Reflect.deleteProperty(template, real);
  else Reflect.set(template, real, value);
}

function find(template: object, key: Path[number]): string | number | undefined {
  const by = (wanted: (item: { Type?: string }) => boolean) =>
    Object.entries(template).find(([, item]) => wanted(item))?.[0];
  if (typeof key === 'function') return by((item) => key(JSON.stringify(item)));
  return typeof key === 'string' && key.startsWith(':') ? by(({ Type }) => Type === key.slice(1)) : key;
}
