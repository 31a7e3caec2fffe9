import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Metafile, version } from 'esbuild';
import { replaceFile } from '../files/replace-file';

/** Files that decide what an import means, besides those that are bundled. */
const RESOLUTION_FILES = ['package-lock.json', 'tsconfig.json'];

/** The sources of a bundle, by path from the project's folder, and the imports that it leaves to the run time. */
export interface BundleParts {
  readonly sources: readonly string[];
  readonly imports: readonly string[];
}

/** The digest of a file of the project, by its path from the folder. */
export type Digests = (file: string) => string;

/** What a bundle was made of: it shows whether making it again would change anything. */
interface BundleRecord {
  readonly options: string;
  readonly sources: string;
  readonly output: string;
  readonly parts: BundleParts;
}

/** The file of a bundle, the options it is made with, and the file beside it that records what it was made of. */
export interface BundlePlace {
  readonly file: string;
  readonly recordFile: string;
  /** All options of esbuild. */
  readonly options: unknown;
  readonly digests: Digests;
}

/** Reads each file once, however many bundles it is in; good for one run, as it sees no change after. */
export function digestsIn(projectDirectory: string): Digests {
  const known = new Map<string, string>();
  return (file) => {
    const found = known.get(file) ?? digest(readFileSync(join(projectDirectory, file)));
    known.set(file, found);
    return found;
  };
}

/** The existing bundle, if every byte that it was made of is still the same; nothing otherwise. */
export function findUnchangedBundle(
  place: BundlePlace,
): { readonly bytes: number; readonly parts: BundleParts } | undefined {
  try {
    const record = parseRecord(readFileSync(place.recordFile, 'utf8'));
    const output = readFileSync(place.file);
    const same =
      record.options === optionsText(place.options) &&
      record.output === digest(output) &&
      record.sources === digestSources(place.digests, record.parts);
    return same ? { bytes: output.byteLength, parts: record.parts } : undefined;
  } catch {
    // Never made, or a part of it is gone: it is made again.
    return undefined;
  }
}

/** Records what the bundle was made of. */
export function recordBundle(place: BundlePlace, contents: Uint8Array, parts: BundleParts): void {
  const record: BundleRecord = {
    options: optionsText(place.options),
    sources: digestSources(place.digests, parts),
    output: digest(contents),
    parts,
  };
  replaceFile(place.recordFile, JSON.stringify(record));
}

/** The part of esbuild's metadata that is recorded: all of it is a megabyte for a large function. */
export function partsOf({ inputs, outputs }: Metafile): BundleParts {
  const imports = Object.values(outputs).flatMap((output) => output.imports.map(({ path }) => path));
  return { sources: Object.keys(inputs), imports: [...new Set(imports)] };
}

function parseRecord(text: string): BundleRecord {
  return JSON.parse(text) as BundleRecord;
}

function optionsText(options: unknown): string {
  return JSON.stringify({ esbuild: version, options });
}

/** Contents, not times: a fresh installation gives all files of a package the same time. */
function digestSources(digests: Digests, { sources }: BundleParts): string {
  // What esbuild itself puts in, such as `<define:…>`, derives from the options.
  const files = sources.filter((path) => !path.startsWith('<'));
  const lines = files.map((path) => `${path} ${digests(path)}`);
  const resolution = RESOLUTION_FILES.map((path) => `${path} ${ifThere(() => digests(path))}`);
  return digest([...lines, ...resolution].join('\n'));
}

function ifThere(digestOf: () => string): string {
  try {
    return digestOf();
  } catch {
    return '';
  }
}

function digest(contents: string | Uint8Array): string {
  return hash('sha256', contents);
}
