import type { ProblemView } from '../../lib/contract/api/schemas';
import { ProblemAlert } from '../parts/problem-alert';
import { ConflictAlert } from './conflict-alert';
import { isConflict } from './use-change';

/** Why a change was not made. */
export function ChangeProblem({ problem }: { readonly problem: ProblemView | undefined }) {
  if (!problem) return null;
  return isConflict(problem) ? <ConflictAlert problem={problem} /> : <ProblemAlert problem={problem} />;
}
