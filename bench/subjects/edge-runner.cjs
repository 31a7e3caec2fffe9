// Runs one edge handler in a process of its own, whose standard output is the null device. Plain JavaScript: nothing but Node.
const { pathToFileURL } = require('node:url');

const [file, silent] = process.argv.slice(2);
const loading = import(pathToFileURL(file).href);
if (silent === 'silent') process.stdout.write = () => true;

let events = [];

async function run(requests) {
  const { handler } = await loading;
  const before = process.cpuUsage();
  for (let index = 0; index < requests; index += 1) await handler(events[index % events.length]);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests;
}

process.on('message', async ({ load, requests }) => {
  if (load) events = load;
  process.send(load ? 0 : await run(requests));
});
process.on('disconnect', () => process.exit(0));
