import type { ProblemDefinitions } from './definition';

/** What prevents the stacks from being built. */
export const infrastructureProblems = {
  'infrastructure.too-many-fronts': {
    title: 'More fronts than a stack holds',
    meaning: 'CloudFormation allows 500 resources and 200 outputs in a stack, which 50 fronts use up.',
    remedy: 'Declare the further domains in a second tenant file.',
  },
  'infrastructure.too-many-shared-tokens': {
    title: 'More shared server tokens than a role may read',
    meaning: 'IAM allows a role 10 managed policies of 6,144 characters, and each secret is named by its ARN.',
    remedy: 'Give the secrets shorter names, or several servers one secret; or run a second stage for further tenants.',
  },
} satisfies ProblemDefinitions;
