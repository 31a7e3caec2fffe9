import type { ProblemDefinitions } from './definition';

/** Why a check from the internet saw nothing; the status of a domain does not change by it. */
export const checkProblems = {
  'check.no-way-out': {
    title: 'Could not check: nothing reachable',
    meaning: 'The check reached neither a resolver nor the addresses from where it runs. The domain may be fine.',
    remedy:
      'Nothing to do: the check runs again. If it persists, check from your machine: `npx signpost doctor <domain>`.',
  },
  'check.no-time': {
    title: 'Could not check: out of time',
    meaning: 'The check took longer than it may. Servers that do not answer take most of the time.',
    remedy:
      'Nothing to do: the check runs again. If it persists, check from your machine: `npx signpost doctor <domain>`.',
  },
} satisfies ProblemDefinitions;
