import type { ProblemDefinitions } from './definition';

/** What keeps a look from outside from seeing anything; it changes no standing. */
export const checkProblems = {
  'check.no-way-out': {
    title: 'Could not check: nothing reachable',
    meaning: 'Neither a resolver nor the addresses could be asked from where the check runs. The domain may be well.',
    remedy: 'Nothing to do: it is looked at again. If it lasts, look from here: `npx signpost doctor <domain>`.',
  },
  'check.no-time': {
    title: 'Could not check: out of time',
    meaning: 'The look took longer than a check may; servers that stay silent cost most of it.',
    remedy: 'Nothing to do: it is looked at again. If it lasts, look from here: `npx signpost doctor <domain>`.',
  },
} satisfies ProblemDefinitions;
