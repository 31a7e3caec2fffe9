import type { ProblemDefinitions } from './definition';

/** What is wrong on a command line. */
export const cliProblems = {
  'cli.no-local-cloud': {
    title: 'No local cloud',
    meaning: 'The command needs the local cloud, and none is running in this project.',
    remedy: 'Run `npm start` in another terminal, or choose `--target internet`.',
  },
  'cli.synthesis': {
    title: 'Synthesis failed',
    meaning: 'The CDK app ended with an error.',
    remedy: 'Read the error; `npm run synth` shows it again.',
  },
  'cli.usage': {
    title: 'Command line not understood',
    meaning: 'An option or argument has a value that the command cannot use.',
    remedy: 'See `npx signpost <command> --help`.',
  },
} satisfies ProblemDefinitions;
