import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BuildResult, build, type Metafile } from 'esbuild';

/** The edge function's asset: a folder with one ES module. Built beforehand, so that its hash depends on the code alone. */
export interface EdgeBundle {
  readonly directory: string;
  readonly bytes: number;
  readonly metafile: Metafile;
}

/** File and export that Lambda calls. */
export const EDGE_HANDLER = 'index.handler';

/** Bundles `lambda/edge` into `.build/edge` of the project, and writes only what has changed. */
export async function buildEdgeBundle(projectDirectory: string): Promise<EdgeBundle> {
  const file = join(projectDirectory, '.build', 'edge', 'index.mjs');
  const result: BuildResult<{ metafile: true; write: false }> = await build({
    absWorkingDir: projectDirectory,
    entryPoints: ['lambda/edge/handler.ts'],
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
  });
  const contents = result.outputFiles[0]?.contents ?? new Uint8Array();
  writeIfChanged(file, contents);
  return { directory: dirname(file), bytes: contents.byteLength, metafile: result.metafile };
}

function writeIfChanged(file: string, contents: Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  try {
    if (readFileSync(file).equals(contents)) return;
  } catch {
    // Not there yet.
  }
  // In one step, and drafted outside the asset: a build at the same time sees neither half a file nor a second one.
  const draft = join(dirname(dirname(file)), `edge-${process.pid}.mjs`);
  writeFileSync(draft, contents);
  renameSync(draft, file);
}
