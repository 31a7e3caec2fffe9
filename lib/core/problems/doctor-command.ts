import type { ProblemDefinitions } from './definition';

/** What keeps the doctor from looking. */
export const doctorCommandProblems = {
  'doctor.offline': {
    title: 'Nothing reachable',
    meaning: 'No resolver answers, or no connection leads out.',
    remedy: 'Check the network of this machine, or name a resolver with `--resolver`.',
  },
  'doctor.recording': {
    title: 'Unreadable recording',
    meaning: 'The file is not a recording of this version of the doctor.',
    remedy: 'Record again with `signpost doctor <domain> --record <file>`.',
  },
  'doctor.list': {
    title: 'Unreadable list of domains',
    meaning: 'The file with domains cannot be read, or names none.',
    remedy: 'Give one domain per line; lines that begin with # are comments.',
  },
  'doctor.environment': {
    title: 'Unreadable world',
    meaning: 'The file that --environment names does not describe a world to look at.',
    remedy: 'Name the file that `npm run catalogue -- --serve` writes.',
  },
} satisfies ProblemDefinitions;
