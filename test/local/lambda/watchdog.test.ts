import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, startScript } from '../script';
import { newFolder } from '../synthesized';

let pid = 0;
// Only where it has failed.
afterEach(() => {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('a function that never ends does not outlive a local cloud that is killed', async () => {
  const directory = newFolder('function');
  const code = 'export const handler = async () => { console.log("running"); for (;;); };';
  writeFileSync(join(directory, 'index.mjs'), code);
  const { child, line } = await startScript(join('test', 'local', 'lambda', 'run-function.ts'), directory);
  pid = Number(line);
  expect(isAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  while (isAlive(pid)) await new Promise(setImmediate);
});
