import { mkdirSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { readLocalState, stateDirectory } from '../../lib/adapters/files/local-state';
import { createAsk } from '../../lib/adapters/http/device';
import { localNetwork } from '../../lib/adapters/http/network';
import { synthesize } from '../../lib/adapters/project/synthesis';
import { DEVICE_HEADERS } from '../../lib/core/discovery/device';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { makeCheckout } from '../../test/support/checkout';
import { type Running, startSignpost } from '../../test/support/signpost';
import { interleave } from '../measure/interleave';
import { timesTheFloor } from '../report/figure';
import type { Row } from './row';

const PLAN = { warmUps: 1, repeats: 7 };
const ASKED = `https://acme.example${WELL_KNOWN_PATH}?user-identifier=user@acme.example&model-family=iPhone`;

/** What a person waits for before the first device is answered on their machine. */
export const start: Row = {
  name: 'start',
  ifMissed: 'A developer then waits longer for the first answer after `npm start`.',
  measure: async () => {
    const checkout = makeCheckout();
    mkdirSync(stateDirectory(checkout));
    try {
      const { ours, floor } = await interleave(
        { ours: () => untilFirstAnswer(checkout), floor: () => synthesisAlone(checkout) },
        PLAN,
      );
      return {
        figures: [
          timesTheFloor(
            { what: '`npm start` to the first answered device', values: ours },
            { what: 'synthesis alone', values: floor },
            's',
            { goal: { atMost: 1.5 } },
          ),
        ],
        notes: [
          'of the sample tenants; synthesis by the command line of CDK, without the validation that `npm run synth` has.',
        ],
      };
    } finally {
      rmSync(checkout, { recursive: true });
    }
  },
};

async function untilFirstAnswer(checkout: string): Promise<number> {
  const started = performance.now();
  const running = startSignpost(checkout, ['start', '--port', '0', '--http-port', '0']);
  try {
    const cloud = await listening(checkout, running);
    const observation = await createAsk(localNetwork(cloud))({ url: ASKED, headers: DEVICE_HEADERS });
    if (observation.kind === 'failure') throw new Error(observation.problem.message);
    if (observation.response.status !== 302) throw new Error(`the device was answered ${observation.response.status}`);
    return (performance.now() - started) / 1000;
  } finally {
    running.child.kill('SIGINT');
    await running.ended;
  }
}

/** The address of the local cloud, as soon as it prints it. */
async function listening(checkout: string, running: Running) {
  const watcher = watch(stateDirectory(checkout));
  try {
    return await new Promise<NonNullable<ReturnType<typeof readLocalState>>>((resolve, reject) => {
      watcher.on('change', () => {
        const state = readLocalState(checkout);
        if (state) resolve(state);
      });
      void running.ended.then(({ stderr }) => reject(new Error(`signpost start ended:\n${stderr}`)));
    });
  } finally {
    watcher.close();
  }
}

async function synthesisAlone(checkout: string): Promise<number> {
  const started = performance.now();
  const synthesized = await synthesize(checkout, join(stateDirectory(checkout), 'cdk.out'));
  if (!synthesized.ok) throw new Error(synthesized.problem.message);
  return (performance.now() - started) / 1000;
}
