import { rmSync } from 'node:fs';
import { loadFleet } from '../../lib/adapters/project/project-files';
import { describeProblem } from '../../lib/core/problems';
import { tenantFile, writeProject } from '../support/project';
import { edgeAsset, synthesize } from '../support/synthesis';

const edge = edgeAsset();
const acme = tenantFile({ domains: `{ 'acme.example': { dns: route53('Z0'), website: none() } }` });
const other = tenantFile({ domains: `{ 'other.example': { dns: route53('Z0'), website: none() } }` });

/** Every object that has a cluster's URL says another one when it is turned into JSON. */
const REWRITES_CLUSTERS = `try {
  Object.defineProperty(Object.prototype, 'toJSON', {
    value() { return 'na1' in this ? { na1: { url: 'https://stranger.example' } } : this; },
  });
} catch {}`;

async function templateOfAcme(neighbour: string): Promise<string> {
  const project = writeProject({ 'tenants/acme.ts': acme, 'tenants/other.ts': neighbour });
  try {
    const fleet = await loadFleet(project);
    if (!fleet.ok) throw new Error(fleet.problems.map(describeProblem).join('\n'));
    return JSON.stringify(synthesize(fleet.value, { edge }).json('Signpost-local-Tenant-acme'));
  } finally {
    rmSync(project, { recursive: true });
  }
}

test('a valid tenant file that tries to rewrite the clusters leaves the template of another as it is', async () => {
  const attacked = other.replace('export default', `${REWRITES_CLUSTERS}\nexport default`);
  expect(await templateOfAcme(attacked)).toBe(await templateOfAcme(other));
});
