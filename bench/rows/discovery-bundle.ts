import { statSync } from 'node:fs';
import { measureImports } from '../measure/imports';
import { timesTheFloor } from '../report/figure';
import { backendEnvironment, bundleBareGetItem, bundleDiscovery } from '../subjects/backend-handlers';
import type { Row } from './row';

const GOAL = { atMost: 1.1 };

/** What a cold start of the discovery function loads. */
export const discoveryBundle: Row = {
  name: 'discovery-bundle',
  ifMissed:
    "A cold start of the discovery function then takes longer; only domains with `decide: 'backend'` and ADDE URLs notice it.",
  measure: async () => {
    const [file, bare] = [await bundleDiscovery(), await bundleBareGetItem()];
    const env = backendEnvironment('http://127.0.0.1:1', 'none');
    const { ours, floor } = await measureImports({ ours: file, floor: bare }, { warmUps: 3, repeats: 21 }, env);
    const alone = 'a handler with the SDK client alone';
    return {
      figures: [
        timesTheFloor(
          { what: 'discovery bundle', values: [statSync(file).size] },
          { what: alone, values: [statSync(bare).size] },
          'bytes',
          { goal: GOAL },
        ),
        timesTheFloor({ what: 'discovery import', values: ours }, { what: alone, values: floor }, 'ms', { goal: GOAL }),
      ],
    };
  },
};
