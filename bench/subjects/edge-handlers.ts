import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Our handler and those it is measured against. */
export const EDGE_HANDLERS = {
  signpost: 'lambda/edge/handler.ts',
  'hard-coded': 'bench/subjects/hard-coded-edge.ts',
  hono: 'bench/subjects/hono-edge.ts',
  empty: 'bench/subjects/empty-edge.ts',
} as const;

export type EdgeHandlerName = keyof typeof EDGE_HANDLERS;

/** The file of a handler, bundled as the edge function is; `silent` leaves the making of the log line out. */
export async function bundleEdgeHandler(
  name: EdgeHandlerName,
  { silent = false }: { silent?: boolean } = {},
): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'signpost-bench-')), 'index.mjs');
  await build({
    absWorkingDir: join(__dirname, '..', '..'),
    entryPoints: [EDGE_HANDLERS[name]],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    legalComments: 'none',
    logLevel: 'silent',
    plugins: silent ? [withoutLine] : [],
  });
  return outfile;
}

const DECLARATION = 'export function discoveryLine(';

/** Puts an empty line into the place of the real one, for every handler alike. */
const withoutLine: Plugin = {
  name: 'without-line',
  setup({ onLoad }) {
    onLoad({ filter: /lib[\\/]contract[\\/]discovery-line\.ts$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      if (!source.includes(DECLARATION)) throw new Error(`${path} no longer declares discoveryLine`);
      const silent = source.replace(DECLARATION, "export const discoveryLine = () => '';\nexport function realLine(");
      return { contents: silent, loader: 'ts', resolveDir: dirname(path) };
    });
  },
};
