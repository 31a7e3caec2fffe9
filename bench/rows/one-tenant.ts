import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_FRONTS } from '../../lib/core/tenants/check-fleet';
import { interleave } from '../measure/interleave';
import { gauge } from '../measure/process';
import { timesTheFloor } from '../report/figure';
import { appLaunch, projectOf } from '../subjects/projects';
import type { Row } from './row';

const FILES = 1000;
const TENANT = 't0001';
const PLAN = { warmUps: 1, repeats: 9 };

/** What `cdk deploy -c tenant=x` waits for in a large project. */
export const oneTenant: Row = {
  name: 'one-tenant',
  ifMissed:
    'Deploying one tenant of a large fleet then waits longer for its synthesis; nothing that is deployed changes.',
  measure: async () => {
    const [many, one] = [projectOf(FILES), projectOf(1)];
    try {
      const samples = await interleave({ many: () => synthesize(many), one: () => synthesize(one) }, PLAN);
      const what = `-c tenant=x among ${FILES.toLocaleString('en-US')} files`;
      return {
        figures: [
          timesTheFloor({ what, values: samples.many }, { what: 'a folder with one file', values: samples.one }, 'ms', {
            goal: { atMost: 1.2 },
          }),
        ],
        notes: [`the app without the command line of CDK around it; ${MAX_FRONTS} of the files have a front.`],
      };
    } finally {
      for (const project of [many, one]) rmSync(project, { recursive: true });
    }
  },
};

async function synthesize(project: string): Promise<number> {
  const output = mkdtempSync(join(tmpdir(), 'signpost-bench-'));
  try {
    return (await gauge(appLaunch(project, output, { tenant: TENANT }))).milliseconds;
  } finally {
    rmSync(output, { recursive: true });
  }
}
