import { ENVIRONMENT } from '../../contract/environment';
import { createPlanner, type Planner } from '../onboarding/planner';
import { functionNetworkAccess } from './checks';

/** How long a request waits for a plan; the function's own limit is 15 seconds. */
const PATIENCE_MS = 12_000;

/** Plans as the environment of a function says; opened with the first use. */
export function plannerByEnvironment(): () => Planner {
  let opened: Planner | undefined;
  return () => {
    const stage = process.env[ENVIRONMENT.stage] ?? '';
    opened ??= createPlanner({ access: functionNetworkAccess(), stage, patienceMs: PATIENCE_MS });
    return opened;
  };
}
