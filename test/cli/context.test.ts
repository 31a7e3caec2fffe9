import { join } from 'node:path';
import { startSignpost } from '../support/signpost';

test('ends as ever where nobody reads its output to the end', async () => {
  const { child, ended } = startSignpost(join(__dirname, '..', '..'), ['--help']);
  child.stdout?.destroy();
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});
