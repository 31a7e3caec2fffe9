import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_FRONTS } from '../../lib/core/tenants/check-fleet';
import { interleave, type Plan } from '../measure/interleave';
import { gauge, type Launch, type Usage } from '../measure/process';
import { type Figure, ratioOf, timesTheFloor } from '../report/figure';
import { buildFunctions } from '../subjects/backend-handlers';
import { appLaunch, bareAppLaunch, beyondQuotaLaunch, projectOf } from '../subjects/projects';
import type { Row } from './row';

const GOAL = { atMost: 1.3 };
/** Slower ones are repeated less often, and differ less from one time to the next. */
const SIZES: readonly (Plan & { readonly count: number })[] = [
  { count: 1, warmUps: 1, repeats: 9 },
  { count: 10, warmUps: 1, repeats: 7 },
  { count: 100, warmUps: 1, repeats: 5 },
  { count: 1000, warmUps: 0, repeats: 3 },
];

interface Measured {
  readonly count: number;
  readonly ours: readonly Usage[];
  readonly bare: readonly Usage[];
}

/** Synthesis of the whole app, against the same templates from aws-cdk-lib alone. */
export const synthesis: Row = {
  name: 'synthesis',
  ifMissed:
    'Each synthesis of a fleet of this size then takes longer or needs more memory; nothing that is deployed changes.',
  measure: async () => {
    const buildDirectory = await buildFunctions();
    const measured: Measured[] = [];
    for (const size of SIZES) measured.push(await measureSize(size, buildDirectory));
    return {
      figures: [...measured.flatMap(figuresOf), ...linearity(measured)],
      notes: [
        'the app without the command line of CDK around it, without validation on both sides.',
        `1,000 tenants are more than the app allows in one account (${MAX_FRONTS} fronts), so they are checked in portions.`,
      ],
    };
  },
};

async function measureSize({ count, ...plan }: Plan & { count: number }, buildDirectory: string): Promise<Measured> {
  const project = projectOf(count, count);
  const launch = count > MAX_FRONTS ? beyondQuotaLaunch : appLaunch;
  try {
    const samples = await interleave(
      {
        ours: () => synthesize((output) => launch(project, output)),
        bare: () => synthesize((output) => bareAppLaunch(project, output, { count, buildDirectory })),
      },
      plan,
    );
    return { count, ...samples };
  } finally {
    rmSync(project, { recursive: true });
  }
}

async function synthesize(launch: (outputDirectory: string) => Launch): Promise<Usage> {
  const output = mkdtempSync(join(tmpdir(), 'signpost-bench-'));
  try {
    return await gauge(launch(output));
  } finally {
    rmSync(output, { recursive: true });
  }
}

function figuresOf({ count, ours, bare }: Measured): readonly Figure[] {
  const tenants = `${count.toLocaleString('en-US')} tenant${count === 1 ? '' : 's'}`;
  const side = (what: string, usages: readonly Usage[], pick: (usage: Usage) => number) => ({
    what,
    values: usages.map(pick),
  });
  const compare = (what: string, unit: 's' | 'MB', pick: (usage: Usage) => number) =>
    timesTheFloor(side(what, ours, pick), side('bare constructs', bare, pick), unit, { goal: GOAL });
  return [
    compare(`${tenants}, time`, 's', ({ milliseconds }) => milliseconds / 1000),
    compare(`${tenants}, peak memory`, 'MB', ({ peakMegabytes }) => peakMegabytes),
  ];
}

/** What a tenant adds at 1,000 against what one adds at 100: 1 where the time is linear. */
function linearity(measured: readonly Measured[]): readonly Figure[] {
  const [one, , hundred, thousand] = measured;
  if (!one || !hundred || !thousand) throw new Error('a size is missing');
  const perTenant = (more: Measured) =>
    more.ours.map(({ milliseconds }) => (milliseconds - fastest(one)) / (more.count - one.count));
  return [
    ratioOf(
      { what: 'each tenant of 1,000', values: perTenant(thousand) },
      { what: 'each of 100', values: perTenant(hundred) },
      'ms',
      { goal: { atMost: 1.2 } },
    ),
  ];
}

function fastest({ ours }: Measured): number {
  return Math.min(...ours.map(({ milliseconds }) => milliseconds));
}
