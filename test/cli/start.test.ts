import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCli } from '../../lib/cli/program';
import { writeProject } from '../support/project';

let project: string;
afterEach(() => rmSync(project, { recursive: true }));

/** Every file and folder of the state that another account of this machine could open. */
function openToOthers(state: string): readonly string[] {
  const inside = readdirSync(state, { recursive: true, encoding: 'utf8' }).map((path) => join(state, path));
  return [state, ...inside].filter((path) => (statSync(path).mode & 0o077) !== 0);
}

test('signpost start closes its state to other accounts, and that of an earlier start', async () => {
  project = writeProject({ 'tenants/acme.ts': 'This is no tenant.' });
  const state = join(project, '.signpost');
  mkdirSync(join(state, 'backend'), { recursive: true });
  const files = ['ca.pem', 'dns.txt', 'running.json', 'backend/table.sqlite'].map((file) => join(state, file));
  for (const file of files) writeFileSync(file, '');
  for (const file of files) chmodSync(file, 0o644);
  const print = () => {};
  // It ends at once, because of the tenant file.
  const code = await runCli(['start', '--port', '0', '--http-port', '0'], {
    terminal: { print, note: print, columns: 80, colour: false },
    projectDirectory: project,
    stopped: Promise.resolve(),
  });
  expect(code).toBe(1);
  expect(readdirSync(state)).toContain('local.log');
  expect(openToOthers(state)).toEqual([]);
});
