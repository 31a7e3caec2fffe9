import type { ProblemView } from '../../lib/contract/api/schemas';
import { isEtagConflict } from '../api/use-change';
import { ConflictAlert } from './conflict-alert';
import { ProblemAlert } from './problem-alert';

/** Why a change was not made. */
export function ChangeProblem({ problem }: { readonly problem: ProblemView | undefined }) {
  if (!problem) return null;
  return isEtagConflict(problem) ? <ConflictAlert problem={problem} /> : <ProblemAlert problem={problem} />;
}
