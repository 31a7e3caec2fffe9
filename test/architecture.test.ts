import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { build, type Metafile } from 'esbuild';

/** What each folder may import of the project; `lib/signpost.ts` is what declarations import of the core. */
const ARROWS: Record<string, readonly string[]> = {
  'lib/core': ['lib/core'],
  'lib/signpost.ts': ['lib/core'],
  'lib/contract': ['lib/contract', 'lib/core'],
  'lib/backend': ['lib/backend', 'lib/contract', 'lib/core'],
  'lib/adapters': ['lib/adapters', 'lib/contract', 'lib/core'],
  'lib/infra': ['lib/infra', 'lib/contract', 'lib/core'],
  'lib/local': ['lib/local', 'lib/adapters', 'lib/contract', 'lib/core'],
  'lib/cli': ['lib/cli', 'lib/local', 'lib/adapters', 'lib/contract', 'lib/core'],
  lambda: ['lambda', 'lib/backend', 'lib/adapters', 'lib/contract', 'lib/core'],
  bin: ['lib/cli', 'lib/infra', 'lib/adapters', 'lib/contract', 'lib/core'],
};

/** What the pure core may import from outside: pure themselves. */
const CORE_PACKAGES = ['zod', 'fastest-levenshtein'];

/** What the backend may import besides Node: cryptography, and nothing that reaches another machine. */
const BACKEND_PACKAGES = ['asn1js', 'pkijs', '@peculiar/x509', 'reflect-metadata', 'zod'];

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

function folderOf(file: string): string {
  return (
    Object.keys(ARROWS).find((folder) => file === folder || `${file}.ts` === folder || file.startsWith(`${folder}/`)) ??
    file
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
      ({ from, to, external }) => !external && !(ARROWS[folderOf(from)] ?? []).includes(folderOf(to)),
    );
    expect(wrong).toEqual([]);
  });

  test('has not even a type imported against the arrows', () => {
    const wrong = sourceFiles()
      .flatMap((from) => relativeImports(from).map((each) => ({ from, ...each })))
      .filter(({ from, to }) => !(ARROWS[folderOf(from)] ?? []).includes(folderOf(to)))
      .filter((each) => !implementsPort(each));
    expect(wrong).toEqual([]);
  });

  test('has adapters that implement the ports of the backend', () => {
    const used = sourceFiles().flatMap((from) =>
      relativeImports(from).filter((each) => implementsPort({ from, ...each })),
    );
    expect([...new Set(used.map(({ to }) => to))].sort()).toEqual([
      'lib/backend/checks/ports',
      'lib/backend/registration/ports',
    ]);
  });

  test('has a backend without an SDK: it reaches the outside by its ports alone', () => {
    const wrong = sourceFiles()
      .filter((file) => folderOf(file) === 'lib/backend')
      .flatMap((from) => packageImports(from).map((to) => ({ from, to })))
      .filter(({ to }) => !to.startsWith('node:') && !BACKEND_PACKAGES.includes(to));
    expect(wrong).toEqual([]);
  });

  test('has no file outside these folders', () => {
    expect(Object.keys(metafile.inputs).filter((file) => ARROWS[folderOf(file)] === undefined)).toEqual([]);
  });

  test('has a core without platform, SDK, CDK or other packages', () => {
    const wrong = arrows().filter(
      ({ from, to, external }) => external && folderOf(from) === 'lib/core' && !CORE_PACKAGES.includes(to),
    );
    expect(wrong).toEqual([]);
  });

  test('has a core without environment, clock, random or console', () => {
    const core = Object.keys(metafile.inputs).filter((file) => folderOf(file) === 'lib/core');
    expect(core.length).toBeGreaterThan(20);
    expect(core.filter((file) => IMPURE.test(codeOf(readFileSync(file, 'utf8'))))).toEqual([]);
  });

  test('has no circle of imports, not even of types', () => {
    const next = new Map(sourceFiles().map((file) => [file, relativeImports(file).map(({ to }) => `${to}.ts`)]));
    expect([...next.keys()].filter((file) => reaches(next, file, file))).toEqual([]);
  });

  test('keeps CDK out of everything but the infrastructure and its entry point', () => {
    const users = arrows().filter(({ to, external }) => external && /^(aws-cdk-lib|constructs|cdk-nag)/.test(to));
    expect([...new Set(users.map(({ from }) => folderOf(from)))].sort()).toEqual(['bin', 'lib/infra']);
  });
});

function sourceFiles(): string[] {
  return ['lib', 'lambda', 'bin'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${folder}/${file}`),
  );
}

interface RelativeImport {
  /** A path from the project's folder. */
  readonly to: string;
  /** Whether it is an `import type`, of which nothing is left at run time. */
  readonly typeOnly: boolean;
}

/** Every relative import of a file, of types as well. */
function relativeImports(file: string): readonly RelativeImport[] {
  return imports(file)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier, typeOnly }) => ({ to: normalize(join(dirname(file), specifier)), typeOnly }));
}

function packageImports(file: string): readonly string[] {
  return imports(file)
    .map(({ specifier }) => specifier)
    .filter((specifier) => !specifier.startsWith('.'));
}

function imports(file: string): readonly { readonly specifier: string; readonly typeOnly: boolean }[] {
  const statements = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)( type)?(?: [\w\s{},*$]+? from)? '([^']+)'/gm,
  );
  return [...statements].map(([, type, specifier = '']) => ({ specifier, typeOnly: type !== undefined }));
}

/** The one arrow from an adapter to the backend: the types of its ports. */
function implementsPort({ from, to, typeOnly }: RelativeImport & { readonly from: string }): boolean {
  return folderOf(from) === 'lib/adapters' && typeOnly && /^lib\/backend\/.*\bports$/.test(to);
}

/** The code alone: a snippet for a customer's web server is text. */
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
