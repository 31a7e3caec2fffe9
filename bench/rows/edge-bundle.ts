import { statSync } from 'node:fs';
import { join } from 'node:path';
import { buildEdgeBundle } from '../../lib/adapters/bundles/edge-bundle';
import { measureImports } from '../measure/imports';
import { aboveTheFloor, amount } from '../report/figure';
import { bundleEdgeHandler } from '../subjects/edge-handlers';
import type { Row } from './row';

const PROJECT = join(__dirname, '..', '..');

/** What a cold start of the edge function loads. */
export const edgeBundle: Row = {
  name: 'edge-bundle',
  ifMissed: 'A cold start of the edge function then takes longer, which the first device in a region notices.',
  measure: async () => {
    const { directory } = await buildEdgeBundle(PROJECT);
    const file = join(directory, 'index.mjs');
    const empty = await bundleEdgeHandler('empty');
    const { ours, floor } = await measureImports({ ours: file, floor: empty }, { warmUps: 3, repeats: 25 });
    return {
      figures: [
        amount('edge bundle', [statSync(file).size], 'bytes', { goal: { atMost: 6 * 1024 } }),
        aboveTheFloor({ what: 'edge import', values: ours }, { what: 'an empty handler', values: floor }, 'ms', {
          goal: { atMost: 2 },
        }),
      ],
    };
  },
};
