import type { ProblemDefinitions } from './definition';

/** Why the doctor cannot check anything. */
export const doctorCommandProblems = {
  'doctor.offline': {
    title: 'Nothing reachable',
    meaning: 'No resolver answers, or this machine has no connection to the internet.',
    remedy: 'Check the network of this machine, or name a resolver with `--resolver`.',
  },
  'doctor.recording': {
    title: 'Unreadable recording',
    meaning: 'The file is not a recording of this version of the doctor.',
    remedy: 'Record again with `signpost doctor <domain> --record <file>`.',
  },
  'doctor.list': {
    title: 'Unreadable list of domains',
    meaning: 'The file of domains cannot be read, or names none.',
    remedy: 'Give one domain per line; lines that begin with # are comments.',
  },
  'doctor.environment': {
    title: 'Unreadable environment',
    meaning: 'The file that --environment names does not describe a simulated environment.',
    remedy: 'Name the file that `npm run catalogue -- --serve` writes.',
  },
} satisfies ProblemDefinitions;
