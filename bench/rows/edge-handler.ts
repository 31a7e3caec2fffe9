import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { interleave } from '../measure/interleave';
import { type Figure, timesFaster, timesTheFloor } from '../report/figure';
import { discoveryEvents } from '../subjects/edge-events';
import { bundleEdgeHandler, type EdgeHandlerName } from '../subjects/edge-handlers';
import type { Row } from './row';

const RUNNER = join(__dirname, '..', 'subjects', 'edge-runner.cjs');
const CONTENDERS = ['signpost', 'hard-coded', 'hono'] as const;
const REQUESTS = 20_000;
const PLAN = { warmUps: 3, repeats: 15 };

/** CPU time of a request, in processes that have run for a while: what a busy edge pays. */
export const edgeHandler: Row = {
  name: 'edge-handler',
  ifMissed: 'A discovery at the edge then costs more CPU time; a device notices it only once it takes milliseconds.',
  measure: async () => ({
    figures: [...(await measure('decide and render', { silent: true })), ...(await measure('with its log line', {}))],
    notes: ['CPU time of user and system together, per request of a warm process.'],
  }),
};

async function measure(what: string, { silent = false }: { silent?: boolean }): Promise<readonly Figure[]> {
  const runners = await Promise.all(CONTENDERS.map((name) => startRunner(name, silent)));
  try {
    const [signpost, hardCoded, hono] = runners.map((runner) => () => ask(runner, { requests: REQUESTS }));
    if (!signpost || !hardCoded || !hono) throw new Error('a contender is missing');
    const samples = await interleave({ signpost, hardCoded, hono }, PLAN);
    const ours = { what, values: samples.signpost };
    return [
      timesFaster(ours, { what: 'hono', values: samples.hono }, 'µs', silent ? { goal: { atLeast: 5 } } : {}),
      timesTheFloor(ours, { what: 'hard-coded redirect', values: samples.hardCoded }, 'µs'),
    ];
  } finally {
    for (const runner of runners) runner.disconnect();
  }
}

async function startRunner(name: EdgeHandlerName, silent: boolean): Promise<ChildProcess> {
  const file = await bundleEdgeHandler(name, { silent });
  const runner = fork(RUNNER, [file, silent ? 'silent' : 'loud'], {
    env: {},
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await ask(runner, { load: discoveryEvents(64) });
  return runner;
}

/** Microseconds per request, after the runner has handled the message. */
function ask(runner: ChildProcess, message: { readonly load?: unknown; readonly requests?: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    const onExit = () => reject(new Error('the runner ended'));
    runner.once('exit', onExit);
    runner.once('message', (reply) => {
      runner.off('exit', onExit);
      resolve(Number(reply));
    });
    runner.send(message);
  });
}
