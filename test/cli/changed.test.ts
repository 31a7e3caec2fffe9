import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tenantFile, writeProject } from '../support/project';
import { record } from '../support/recording';
import { describeWith } from '../support/tools';

function commitAll(directory: string): void {
  const identity = ['-c', 'user.name=Tester', '-c', 'user.email=tester@signpost.example'];
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'state'],
  ]) {
    const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd: directory, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
}

function project(): string {
  const directory = writeProject({
    'tenants/acme.ts': tenantFile(),
    'tenants/globex.ts': tenantFile({ domains: `{ 'globex.example': { dns: elsewhere() } }` }),
  });
  commitAll(directory);
  return directory;
}

describeWith('git')('signpost changed', () => {
  test('finds nothing in an untouched project', async () => {
    const { code, stdout } = await record(project(), 'changed', '--since', 'HEAD');
    expect([code, stdout]).toEqual([0, 'No device would get another answer.']);
  });

  test('compares the files of the folder, committed or not', async () => {
    const directory = project();
    writeFileSync(
      join(directory, 'tenants/acme.ts'),
      tenantFile({ discovery: `{ rules: [], otherwise: redirect('eu1') }` }),
    );
    rmSync(join(directory, 'tenants/globex.ts'));
    const { stdout } = await record(directory, 'changed', '--since', 'HEAD');
    expect(stdout).toContain('acme.example (acme): changed');
    expect(stdout).toContain('becomes → https://eu1.mdm.example/x?realm=eu');
    expect(stdout).toContain('globex.example (globex): removed');
    const { stdout: markdown } = await record(directory, 'changed', '--since', 'HEAD', '--markdown');
    expect(markdown).toContain('| acme | acme.example (changed) | all devices |');
    const { stdout: document } = await record(directory, 'changed', '--since', 'HEAD', '--json');
    expect(JSON.parse(document)).toMatchObject({
      version: 1,
      since: 'HEAD',
      changes: [{ kind: 'changed' }, { kind: 'removed' }],
    });
  });

  test.each([
    ['an unknown reference', 'nowhere'],
    ['something that looks like an option', '--output=/tmp/x'],
  ])('could not check %s', async (_name, ref) => {
    const { code, stderr } = await record(project(), 'changed', `--since=${ref}`);
    expect([code, stderr]).toEqual([2, expect.stringContaining('[onboarding.ref-unknown]')]);
  });

  test('could not check outside of git', async () => {
    const { code } = await record(writeProject({}), 'changed', '--since', 'HEAD');
    expect(code).toBe(2);
  });

  test('says what is wrong with the state to compare with', async () => {
    const directory = writeProject({ 'tenants/acme.ts': 'export default { nonsense: true };\n' });
    commitAll(directory);
    writeFileSync(join(directory, 'tenants/acme.ts'), tenantFile());
    const { code, stderr } = await record(directory, 'changed', '--since', 'HEAD');
    expect([code, stderr]).toEqual([2, expect.stringContaining('tenants/acme.ts: nonsense')]);
  });
});
