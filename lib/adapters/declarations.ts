import { type Problem, problem } from '../core/problems';
import type { SourceFile } from '../core/tenants/source';
import { bundleDeclarations } from './declaration-bundle';
import { type Evaluated, evaluateDeclarations } from './declaration-context';

/** The declarations that could be read, and the problems of the others. */
export interface Declarations {
  readonly sources: readonly SourceFile[];
  readonly problems: readonly Problem[];
}

/**
 * Loads TypeScript files that state data: one esbuild build for all, evaluated in a context without `require`, `process` or
 * the network, since these files run with deployment rights. `files` are relative to the project's folder.
 * Problem codes: `tenant.import`, `tenant.file-unreadable`, `tenant.no-default-export`.
 */
export async function loadDeclarations(projectDirectory: string, files: readonly string[]): Promise<Declarations> {
  const bundle = await bundleDeclarations(projectDirectory, files);
  const problems = [...bundle.problems];
  const sources: SourceFile[] = [];
  for (const evaluated of evaluateDeclarations(bundle)) {
    if ('value' in evaluated) sources.push(evaluated);
    else problems.push(describeFailure(evaluated));
  }
  return { sources, problems };
}

function describeFailure({ file, error }: Exclude<Evaluated, SourceFile>): Problem {
  if (error !== undefined) {
    const message = `Cannot evaluate the file: ${error}; expected a declaration of data`;
    return problem('tenant.file-unreadable', message, { file });
  }
  const message = 'Cannot find the declaration: nothing is exported; expected `export default`';
  return problem('tenant.no-default-export', message, { file });
}
