import { join } from 'node:path';
import { startSignpost } from '../support/signpost';

test('ends normally when the reader of its output closes early', async () => {
  const { child, ended } = startSignpost(join(__dirname, '..', '..'), ['--help']);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});
