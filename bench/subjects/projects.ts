import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAX_FRONTS } from '../../lib/core/tenants/check-fleet';
import { makeCheckout } from '../../test/support/checkout';
import type { Launch } from '../measure/process';

const CONFIG = `import { config } from 'signpost';

export default config({ stage: 'local' });
`;

/** Ids of a fleet of plain tenants: `t0001`, `t0002` … */
export function tenantIds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `t${String(index + 1).padStart(4, '0')}`);
}

/**
 * The project in a folder of its own, with this many plain tenants of one domain each, written as people write them. Only
 * the first `fronts` have one, as many as an account takes when left out; the others answer by themselves.
 */
export function projectOf(count: number, fronts: number = MAX_FRONTS): string {
  const directory = makeCheckout();
  rmSync(join(directory, 'tenants'), { recursive: true });
  mkdirSync(join(directory, 'tenants'));
  for (const [index, id] of tenantIds(count).entries()) {
    writeFileSync(join(directory, 'tenants', `${id}.ts`), index < fronts ? tenantFile(id) : elsewhereFile(id));
  }
  writeFileSync(join(directory, 'signpost.config.ts'), CONFIG);
  return directory;
}

function tenantFile(id: string): string {
  return `import { redirect, redirectTo, route53, tenant } from 'signpost';

/** One of many. */
export default tenant({
  name: 'Tenant ${id}',
  discovery: { rules: [], otherwise: redirect('na1') },
  domains: {
    '${id}.example': { dns: route53('Z0123456789ABC'), website: redirectTo('https://www.${id}.example') },
  },
});
`;
}

function elsewhereFile(id: string): string {
  return `import { elsewhere, redirect, tenant } from 'signpost';

/** One of many, whose own web server redirects. */
export default tenant({
  name: 'Tenant ${id}',
  discovery: { rules: [], otherwise: redirect('na1') },
  domains: {
    '${id}.example': { dns: elsewhere() },
  },
});
`;
}

/** The app for more fronts than one account takes. */
export function beyondQuotaLaunch(project: string, outputDirectory: string): Launch {
  return {
    args: ['--require', 'tsx/cjs', join(__dirname, 'beyond-quota-app.ts')],
    cwd: project,
    env: synthesisEnvironment(outputDirectory, {}),
  };
}

/** The app itself without the command line of CDK around it, and without validation, which costs both sides the same. */
export function appLaunch(project: string, outputDirectory: string, context: Record<string, string> = {}): Launch {
  return {
    args: ['--require', 'tsx/cjs', join('bin', 'signpost-app.ts')],
    cwd: project,
    env: synthesisEnvironment(outputDirectory, { ...context, validate: 'false' }),
  };
}

/** The same resources from aws-cdk-lib alone. */
export function bareAppLaunch(
  project: string,
  outputDirectory: string,
  { count, buildDirectory }: { readonly count: number; readonly buildDirectory: string },
): Launch {
  return {
    args: ['--require', 'tsx/cjs', join(__dirname, 'bare-app.ts'), String(count), buildDirectory],
    cwd: project,
    env: synthesisEnvironment(outputDirectory, {}),
  };
}

/** What the command line of CDK hands to an app. */
function synthesisEnvironment(outputDirectory: string, context: Record<string, string>): Record<string, string> {
  const flags = JSON.parse(readFileSync('cdk.json', 'utf8')).context;
  return {
    CDK_OUTDIR: outputDirectory,
    CDK_CONTEXT_JSON: JSON.stringify({ ...flags, ...context }),
    CDK_VALIDATION: 'false',
    TSX_TSCONFIG_PATH: join(process.cwd(), 'tsconfig.json'),
  };
}
