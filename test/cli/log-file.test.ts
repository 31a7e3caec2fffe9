import { Writable } from 'node:stream';
import { logFile, reportUnwritable } from '../../lib/cli/log-file';

test('a full disk is one reported problem, and no crash', async () => {
  const full = new Writable({
    autoDestroy: false,
    write: (_chunk, _encoding, callback) =>
      callback(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })),
  });
  const problems: string[] = [];
  const log = logFile('local.log', ({ code, message }) => problems.push(`${code}: ${message}`), full);
  log({ source: 'database', line: 'one' });
  await new Promise((resolve) => setTimeout(resolve, 120));
  log({ source: 'database', line: 'two' });
  await new Promise((resolve) => setTimeout(resolve, 120));
  expect(problems).toEqual(['local.state-directory: Cannot write local.log: ENOSPC; expected a disk with space left']);
});

test.each(['ENOSPC', 'EACCES'])('state that cannot be written (%s) is a problem', async (code) => {
  const result = await reportUnwritable('.signpost', async () => {
    throw Object.assign(new Error('write'), { code });
  });
  expect(result).toMatchObject({ ok: false, problem: { code: 'local.state-directory' } });
});

test('any other failure stays one', async () => {
  const failing = reportUnwritable('.signpost', async () => {
    throw new TypeError('a defect');
  });
  await expect(failing).rejects.toThrow('a defect');
});
