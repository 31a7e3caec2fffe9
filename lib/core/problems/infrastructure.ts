import type { ProblemDefinitions } from './definition';

/** What stands in the way of building the stacks. */
export const infrastructureProblems = {
  'infrastructure.no-front': {
    title: 'Nothing to build',
    meaning: "All of the tenant's domains are answered elsewhere, so it has no stack.",
    remedy: 'Deploy nothing for it; `signpost device` shows how its domains answer.',
  },
  'infrastructure.too-many-fronts': {
    title: 'More fronts than a stack holds',
    meaning: 'CloudFormation allows 500 resources and 200 outputs in a stack, which 50 fronts use up.',
    remedy: 'Declare the further domains in a second tenant file.',
  },
} satisfies ProblemDefinitions;
