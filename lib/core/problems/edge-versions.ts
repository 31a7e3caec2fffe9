import type { ProblemDefinitions } from './definition';

/** What prevents the removal of old versions of the edge function. */
export const edgeVersionsProblems = {
  'edge.function-missing': {
    title: 'No edge function',
    meaning: 'The stage has no edge function in this account.',
    remedy: 'Check `stage` in signpost.config.ts; the Edge stack of the stage creates the function.',
  },
  'edge.replicas-remain': {
    title: 'Replicas remain',
    meaning: 'CloudFront keeps copies of the version at its edge locations for some hours after the last use.',
    remedy: 'Repeat the command in a few hours.',
  },
  'edge.stable-missing': {
    title: 'The stable version is gone',
    meaning: '`edge.stable` in signpost.config.ts names a version that the function does not have.',
    remedy: 'Choose one of the versions that `signpost edge clean-up` lists, and deploy the Edge stack.',
  },
} satisfies ProblemDefinitions;
