import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { build, type Metafile } from 'esbuild';

/** What each folder may import of the project; `lib/signpost.ts` is the core's entry point for declarations. */
const ARROWS: Record<string, readonly string[]> = {
  'lib/core': ['lib/core'],
  'lib/signpost.ts': ['lib/core'],
  'lib/contract': ['lib/contract', 'lib/core'],
  'lib/adapters': ['lib/adapters', 'lib/contract', 'lib/core'],
  'lib/infra': ['lib/infra', 'lib/contract', 'lib/core'],
  'lib/local': ['lib/local', 'lib/adapters', 'lib/contract', 'lib/core'],
  'lib/cli': ['lib/cli', 'lib/local', 'lib/adapters', 'lib/contract', 'lib/core'],
  lambda: ['lambda', 'lib/adapters', 'lib/contract', 'lib/core'],
  bin: ['lib/cli', 'lib/infra', 'lib/adapters', 'lib/contract', 'lib/core'],
};

/** What the pure core may import from outside: pure themselves. */
const CORE_PACKAGES = ['zod', 'fastest-levenshtein'];

/** What the pure core must not touch. */
const IMPURE = /\b(process\.|console\.|Date\.now|new Date\(\)|Math\.random|fetch\(|setTimeout|require\()/;

let metafile: Metafile;
beforeAll(async () => {
  ({ metafile } = await build({
    entryPoints: ['bin/signpost.ts', 'bin/signpost-app.ts', 'lambda/edge/handler.ts', 'lib/signpost.ts'],
    outdir: '.build/architecture',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  }));
});

function roomOf(file: string): string {
  return (
    Object.keys(ARROWS).find((room) => file === room || `${file}.ts` === room || file.startsWith(`${room}/`)) ?? file
  );
}

function arrows(): { from: string; to: string; external: boolean }[] {
  return Object.entries(metafile.inputs).flatMap(([from, { imports }]) =>
    imports.map(({ path, external }) => ({ from, to: path, external: external === true })),
  );
}

describe('the architecture', () => {
  test('has no import against the arrows', () => {
    const wrong = arrows().filter(
      ({ from, to, external }) => !external && !(ARROWS[roomOf(from)] ?? []).includes(roomOf(to)),
    );
    expect(wrong).toEqual([]);
  });

  test('has not even a type imported against the arrows', () => {
    const wrong = sourceFiles()
      .flatMap((from) => relativeImports(from).map((to) => ({ from, to })))
      .filter(({ from, to }) => !(ARROWS[roomOf(from)] ?? []).includes(roomOf(to)));
    expect(wrong).toEqual([]);
  });

  test('has no file outside its rooms', () => {
    expect(Object.keys(metafile.inputs).filter((file) => ARROWS[roomOf(file)] === undefined)).toEqual([]);
  });

  test('has a core without platform, SDK, CDK or other packages', () => {
    const wrong = arrows().filter(
      ({ from, to, external }) => external && roomOf(from) === 'lib/core' && !CORE_PACKAGES.includes(to),
    );
    expect(wrong).toEqual([]);
  });

  test('has a core without environment, clock, random or console', () => {
    const core = Object.keys(metafile.inputs).filter((file) => roomOf(file) === 'lib/core');
    expect(core.length).toBeGreaterThan(20);
    expect(core.filter((file) => IMPURE.test(codeOf(readFileSync(file, 'utf8'))))).toEqual([]);
  });

  test('has no circle of imports, of types neither', () => {
    const next = new Map(sourceFiles().map((file) => [file, relativeImports(file).map((path) => `${path}.ts`)]));
    expect([...next.keys()].filter((file) => reaches(next, file, file))).toEqual([]);
  });

  test('keeps CDK out of everything but the infrastructure and its entry point', () => {
    const users = arrows().filter(({ to, external }) => external && /^(aws-cdk-lib|constructs|cdk-nag)/.test(to));
    expect([...new Set(users.map(({ from }) => roomOf(from)))].sort()).toEqual(['bin', 'lib/infra']);
  });
});

function sourceFiles(): string[] {
  return ['lib', 'lambda', 'bin'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file}`),
  );
}

/** Every relative import of a file, of types as well, as a path from the project's folder. */
function relativeImports(file: string): string[] {
  const specifiers = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export|\}).*? from '(\.[^']*)'/gm)];
  return specifiers.map(([, specifier = '']) => normalize(join(dirname(file), specifier)));
}

/** The code alone: a snippet for another server is text. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').replace(/`[^`]*`/g, '``');
}

function reaches(next: ReadonlyMap<string, readonly string[]>, from: string, target: string): boolean {
  const seen = new Set<string>();
  const queue = [...(next.get(from) ?? [])];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (file === target) return true;
    if (seen.has(file)) continue;
    seen.add(file);
    queue.push(...(next.get(file) ?? []));
  }
  return false;
}
