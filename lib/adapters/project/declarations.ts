import { type Problem, problem } from '../../core/problems';
import type { SourceFile } from '../../core/tenants/source';
import { bundleDeclarations } from './declaration-bundle';
import { type Evaluated, evaluateDeclarations } from './declaration-context';

/** The declarations that could be read, and the problems of the others. */
export interface Declarations {
  readonly sources: readonly SourceFile[];
  readonly problems: readonly Problem[];
}

/**
 * Loads TypeScript files that state data: one esbuild build for all, evaluated in a context without `require`, `process` or
 * the network, since these files run with deployment rights. `files` are relative to the project's folder, and stay in
 * their order. Problem codes: `tenant.import`, `tenant.file-unreadable`, `tenant.no-default-export`.
 */
export async function loadDeclarations(projectDirectory: string, files: readonly string[]): Promise<Declarations> {
  const bundle = await bundleDeclarations(projectDirectory, files);
  if (bundle.files.length === 0) return { sources: [], problems: bundle.problems };
  const evaluated = evaluateDeclarations(bundle.code);
  // One by one only where evaluating all together failed, so that the file at fault is known.
  const read =
    'error' in evaluated && bundle.files.length > 1
      ? await Promise.all(bundle.files.map((file) => loadDeclarations(projectDirectory, [file])))
      : bundle.files.map((file) => readOut(file, evaluated));
  return {
    sources: read.flatMap(({ sources }) => sources),
    problems: [...bundle.problems, ...read.flatMap(({ problems }) => problems)],
  };
}

function readOut(file: string, evaluated: Evaluated): Declarations {
  if ('error' in evaluated) {
    const message = `Cannot evaluate the file: ${evaluated.error}; expected a declaration of data`;
    return { sources: [], problems: [problem('tenant.file-unreadable', message, { file })] };
  }
  const value = evaluated.values[file];
  if (value !== undefined) return { sources: [{ file, value }], problems: [] };
  const message = 'Cannot find the declaration: nothing is exported; expected `export default`';
  return { sources: [], problems: [problem('tenant.no-default-export', message, { file })] };
}
