import { buildConsole } from '../../lib/adapters/bundles/console-bundle';
import { keptFolder } from './kept-folder';

/** Its own files, what they import of the project, and the packages. */
const SOURCES = ['console', 'lib/core', 'lib/contract', 'package-lock.json', 'tsconfig.json'];

/** The folder of the built console. */
export function builtConsole(): Promise<string> {
  return keptFolder({ name: 'console', sources: SOURCES }, async (folder) => {
    await buildConsole(process.cwd(), folder);
  });
}
