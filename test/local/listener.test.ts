import { get } from 'node:http';
import { listen } from '../../lib/local/listener';

test('an answer that is cut short ends in the middle of its body', async () => {
  const listening = await listen(0, async () => ({ status: 200, fields: [], body: 'abcdef', cutShort: true }));
  if (!listening.ok) throw new Error(listening.problem.message);
  const { port, close } = listening.value;
  const received = await new Promise((resolve) => {
    get({ port, host: '127.0.0.1' }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('error', ({ message }) => resolve({ length: response.headers['content-length'], text, message }));
    });
  });
  await close();
  expect(received).toEqual({ length: '6', text: 'abc', message: 'aborted' });
});
