import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** A file of a static site as it is served. */
export interface StaticFile {
  readonly type: string;
  readonly body: Uint8Array;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The file that a path of the site names; nothing where there is none, or none of a type that the site has. */
export function readStaticFile(directory: string, path: string): StaticFile | undefined {
  const type = TYPES[extname(path)];
  if (type === undefined || path.split('/').includes('..')) return undefined;
  try {
    return { type, body: readFileSync(join(directory, path)) };
  } catch {
    return undefined;
  }
}
