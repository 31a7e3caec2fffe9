import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const FILES = readdirSync('console', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => `console/${file}`);

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

function importsOf(from: string): readonly Import[] {
  const found = readFileSync(from, 'utf8').matchAll(/^import (type )?[^;]*? from '([^']+)'/gm);
  return [...found].map(([, type, specifier = '']) => ({
    from,
    to: specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : specifier,
    isType: type !== undefined,
  }));
}

const IMPORTS = FILES.flatMap(importsOf);

test('the console has files, and they import something', () => {
  expect(FILES.length).toBeGreaterThan(40);
  expect(IMPORTS.length).toBeGreaterThan(200);
});

test('of the project it imports the core and the contract alone', () => {
  const astray = IMPORTS.filter(({ to }) => /^(lib|lambda|bin|test)\//.test(to) && !/^lib\/(core|contract)\//.test(to));
  expect(astray).toEqual([]);
});

test('of what has zod it imports types alone', () => {
  const heavy = /^lib\/(contract\/api|core\/tenants\/(schema|declaration-text|source|read-fleet))/;
  expect(IMPORTS.filter(({ to, isType }) => heavy.test(to) && !isType)).toEqual([]);
});

test('no circle of imports', () => {
  const next = new Map(FILES.map((file) => [file.replace(/\.tsx?$/, ''), new Set<string>()]));
  for (const { from, to } of IMPORTS) next.get(from.replace(/\.tsx?$/, ''))?.add(to);
  const reaches = (from: string, target: string, seen = new Set<string>()): boolean =>
    [...(next.get(from) ?? [])].some((to) => {
      if (to === target) return true;
      if (seen.has(to)) return false;
      seen.add(to);
      return reaches(to, target, seen);
    });
  expect([...next.keys()].filter((file) => reaches(file, file))).toEqual([]);
});
