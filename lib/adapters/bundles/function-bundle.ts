import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { replaceFile } from '../files/replace-file';
import { type BundleParts, type Digests, digestsIn, findUnchangedBundle, partsOf, recordBundle } from './bundle-record';

/** A function's asset: a folder with one ES module. Built beforehand, so that its hash depends on the code alone. */
export interface FunctionBundle {
  readonly directory: string;
  readonly bytes: number;
  readonly parts: BundleParts;
}

/** File and export that Lambda calls in every bundle. */
export const BUNDLE_HANDLER = 'index.handler';

/**
 * Bundles `lambda/<name>` into `.build/<name>` of the project, unless the bundle there is still up to date. `digests` may be
 * shared between bundles.
 */
export async function bundleFunction(
  projectDirectory: string,
  name: string,
  options: Pick<BuildOptions, 'banner' | 'define' | 'mainFields'> = {},
  digests: Digests = digestsIn(projectDirectory),
): Promise<FunctionBundle> {
  const folder = join(projectDirectory, '.build');
  const file = join(folder, name, 'index.mjs');
  const directory = dirname(file);
  const buildOptions = {
    ...options,
    absWorkingDir: projectDirectory,
    entryPoints: [`lambda/${name}/handler.ts`],
    outfile: file,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
  } satisfies BuildOptions;
  // Beside the folder: every file in it is deployed.
  const place = { file, recordFile: join(folder, `${name}.json`), options: buildOptions, digests };
  const unchanged = findUnchangedBundle(place);
  if (unchanged) return { directory, ...unchanged };
  const { outputFiles, metafile } = await build(buildOptions);
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  // The draft beside the folder as well.
  if (!isThere(file, contents)) replaceFile(file, contents, { draft: join(folder, `${name}.${process.pid}.new`) });
  const parts = partsOf(metafile);
  recordBundle(place, contents, parts);
  return { directory, bytes: contents.byteLength, parts };
}

function isThere(file: string, contents: Uint8Array): boolean {
  try {
    return readFileSync(file).equals(contents);
  } catch {
    return false;
  }
}
