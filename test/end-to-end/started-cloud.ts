import { readLocalState } from '../../lib/adapters/files/local-state';
import type { LocalEndpoints } from '../../lib/adapters/http/network';
import { makeCheckout } from '../support/checkout';
import { type Recording, record } from '../support/recording';
import { type Run, type Running, startLocalCloud } from '../support/signpost';

/** A checkout and its `npm start`, which the parts of a test file share and restart. */
export interface StartedCloud {
  readonly checkout: string;
  /** The process of the last start. */
  readonly running: Running;
  /** Where it listens. */
  readonly endpoints: LocalEndpoints;
  start(): Promise<void>;
  /** Presses Ctrl-C. */
  stop(): Promise<Run>;
  /** Runs one command line in this process: a process of its own takes a second to load. */
  signpost(...argv: readonly string[]): Promise<Recording>;
  /** The stage by which a device of the person enrolls, or why it does not. */
  fate(person: string, os: string): Promise<string>;
}

export function createStartedCloud(): StartedCloud {
  const checkout = makeCheckout();
  let running: Running | undefined;
  const started = () => {
    if (!running) throw new Error('The local cloud has not been started.');
    return running;
  };
  const signpost = (...argv: readonly string[]) => record(checkout, ...argv);
  return {
    checkout,
    get running() {
      return started();
    },
    get endpoints() {
      const state = readLocalState(checkout);
      if (!state) throw new Error('The local cloud does not say where it listens.');
      return state;
    },
    start: async () => {
      running = await startLocalCloud(checkout);
    },
    stop: () => started().stop(),
    signpost,
    fate: async (person, os) => {
      const { stdout } = await signpost('device', person, '--os', os, '--json');
      const { enrolls, stages, problem } = JSON.parse(stdout);
      return enrolls ? stages.at(-1).stage : problem.code;
    },
  };
}
