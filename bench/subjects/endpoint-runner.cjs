// Runs two functions in one process, request by request in turn, and times each. Plain JavaScript: nothing but Node.
const { pathToFileURL } = require('node:url');

const [ours, floor] = process.argv.slice(2).map((file) => import(pathToFileURL(file).href));

async function timed(handler, event, times, status) {
  const started = performance.now();
  const { statusCode } = await handler(event);
  times.push(performance.now() - started);
  if (statusCode !== status) throw new Error(`answered ${statusCode}; expected ${status}`);
}

process.on('message', async ({ requests, event, bareEvent }) => {
  const handlers = [(await ours).handler, (await floor).handler];
  const times = [[], []];
  for (let index = 0; index < requests; index += 1) {
    const turns = index % 2 === 0 ? [0, 1] : [1, 0];
    for (const turn of turns) {
      await timed(handlers[turn], turn === 0 ? event : bareEvent, times[turn], turn === 0 ? 302 : 200);
    }
  }
  process.send(times);
});
process.on('disconnect', () => process.exit(0));
