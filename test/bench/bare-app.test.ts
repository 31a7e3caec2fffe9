import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runNode } from '../../bench/measure/process';
import { buildFunctions } from '../../bench/subjects/backend-handlers';
import { appLaunch, bareAppLaunch, projectOf } from '../../bench/subjects/projects';

const COUNT = 2;

describe('the floor of synthesis', () => {
  test('writes the very templates that the app writes for the same tenants', async () => {
    const project = projectOf(COUNT);
    const buildDirectory = await buildFunctions();
    const [ours, bare] = [newFolder(), newFolder()];
    await runNode(appLaunch(project, ours));
    await runNode(bareAppLaunch(project, bare, { count: COUNT, buildDirectory }));
    const names = templatesIn(bare);
    expect(names.filter((name) => name.includes('Tenant'))).toHaveLength(COUNT);
    expect(templatesIn(ours)).toEqual(names);
    for (const name of names) expect(readTemplate(bare, name)).toEqual(readTemplate(ours, name));
  });
});

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'signpost-'));
}

function templatesIn(directory: string): readonly string[] {
  return readdirSync(directory).filter((name) => name.endsWith('.template.json'));
}

/** Without prose, which may be reworded without making a resource cheaper. */
function readTemplate(directory: string, name: string): unknown {
  return JSON.parse(readFileSync(join(directory, name), 'utf8'), (key, value) =>
    /Description$/.test(key) ? undefined : value,
  );
}
