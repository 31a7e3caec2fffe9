import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { buildBackendBundles } from '../../lib/adapters/bundles/backend-bundles';
import { buildEdgeBundle } from '../../lib/adapters/bundles/edge-bundle';
import { loadDeclarations } from '../../lib/adapters/project/declarations';
import { CLUSTERS_FILE, CONFIG_FILE, TENANTS_FOLDER } from '../../lib/adapters/project/project-files';
import type { Fleet } from '../../lib/core/tenants/fleet';
import { readFleet } from '../../lib/core/tenants/read-fleet';
import { buildApp } from '../../lib/infra/app';
import { sharedAssets } from './shared-assets';

/** As many as are checked together: below the number of fronts that one account takes. */
const PORTION = 400;

/** The app for more fronts than one account takes, which the real one refuses: the same work, checked in portions. */
async function main(projectDirectory: string): Promise<void> {
  const fleet = await loadInPortions(projectDirectory);
  await Promise.all([buildEdgeBundle(projectDirectory), buildBackendBundles(projectDirectory, fleet.clusters)]);
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const problems = buildApp(app, fleet, { ...sharedAssets(join(projectDirectory, '.build')) });
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  app.synth();
}

async function loadInPortions(projectDirectory: string): Promise<Fleet> {
  const files = readdirSync(TENANTS_FOLDER).map((name) => `${TENANTS_FOLDER}/${name}`);
  const { sources } = await loadDeclarations(projectDirectory, [CONFIG_FILE, CLUSTERS_FILE, ...files]);
  const [config, clusters, ...tenants] = sources;
  const read: Fleet[] = [];
  for (let at = 0; at < tenants.length; at += PORTION) {
    const portion = readFleet({ config, clusters, tenants: tenants.slice(at, at + PORTION) });
    if (!portion.ok) throw new Error(portion.problems.map(({ message }) => message).join('\n'));
    read.push(portion.value);
  }
  const [first] = read;
  if (!first) throw new Error('there are no tenants');
  return { ...first, tenants: read.flatMap((portion) => portion.tenants) };
}

void main(process.cwd());
