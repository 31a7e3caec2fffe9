import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparePrivateFolder } from '../../../lib/adapters/files/private-folder';

const onUnix = process.platform === 'win32' ? test.skip : test;
const directory = mkdtempSync(join(tmpdir(), 'private-folder-'));
const umask = process.umask();
afterAll(() => {
  process.umask(umask);
  rmSync(directory, { recursive: true });
});

const modeOf = (...path: string[]) => (statSync(join(directory, ...path)).mode & 0o777).toString(8);

onUnix('files and folders are for their owner alone, those that existed as well', () => {
  process.umask(0o022);
  const state = join(directory, 'state');
  mkdirSync(join(state, 'backend'), { recursive: true });
  writeFileSync(join(state, 'backend', 'secrets.json'), '{}');
  writeFileSync(join(directory, 'other'), '');
  chmodSync(join(directory, 'other'), 0o644);
  symlinkSync(join(directory, 'other'), join(state, 'link'));
  preparePrivateFolder(state);
  mkdirSync(join(state, 'new'));
  writeFileSync(join(state, 'running.json'), '{}');
  expect([modeOf('state'), modeOf('state', 'backend'), modeOf('state', 'new')]).toEqual(['700', '700', '700']);
  expect([modeOf('state', 'backend', 'secrets.json'), modeOf('state', 'running.json')]).toEqual(['600', '600']);
  expect(modeOf('other')).toBe('644');
});
