import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Metafile, version } from 'esbuild';
import { replaceFile } from './replace-file';

/** Files that decide what an import means, besides those that are bundled. */
const RESOLUTION_FILES = ['package-lock.json', 'tsconfig.json'];

/** What a bundle was made of, to tell whether making it again would change anything. */
interface BundleRecord {
  readonly options: string;
  readonly sources: string;
  readonly output: string;
  readonly metafile: Metafile;
}

/** Where a bundle lies, what was asked of esbuild, and the file beside it that says what it was made of. */
export interface BundlePlace {
  readonly projectDirectory: string;
  readonly file: string;
  readonly recordFile: string;
  /** Everything that esbuild is told. */
  readonly options: unknown;
}

/** The bundle that is there, if every byte that it was made of is still the same; nothing otherwise. */
export function findUnchangedBundle(
  place: BundlePlace,
): { readonly bytes: number; readonly metafile: Metafile } | undefined {
  try {
    const record = parseRecord(readFileSync(place.recordFile, 'utf8'));
    const output = readFileSync(place.file);
    const same =
      record.options === optionsText(place.options) &&
      record.output === digest(output) &&
      record.sources === digestSources(place.projectDirectory, record.metafile);
    return same ? { bytes: output.byteLength, metafile: record.metafile } : undefined;
  } catch {
    // Never made, or something of it is gone: it is made anew.
    return undefined;
  }
}

/** Says what the bundle was made of. */
export function recordBundle(place: BundlePlace, contents: Uint8Array, metafile: Metafile): void {
  const record: BundleRecord = {
    options: optionsText(place.options),
    sources: digestSources(place.projectDirectory, metafile),
    output: digest(contents),
    metafile,
  };
  replaceFile(place.recordFile, JSON.stringify(record));
}

function parseRecord(text: string): BundleRecord {
  return JSON.parse(text) as BundleRecord;
}

function optionsText(options: unknown): string {
  return JSON.stringify({ esbuild: version, options });
}

/** Contents, not times: a fresh installation gives all files of a package the same time. */
function digestSources(projectDirectory: string, { inputs }: Metafile): string {
  const hash = createHash('sha256');
  // What esbuild itself puts in, such as `<define:…>`, derives from the options.
  const files = Object.keys(inputs).filter((path) => !path.startsWith('<'));
  for (const path of files) hash.update(`${path}\n`).update(readFileSync(join(projectDirectory, path)));
  for (const path of RESOLUTION_FILES) hash.update(`${path}\n`).update(readIfThere(join(projectDirectory, path)));
  return hash.digest('hex');
}

function readIfThere(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    return new Uint8Array();
  }
}

function digest(contents: Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex');
}
