// Runs one function in a process of its own, as Lambda does. Plain JavaScript: the process starts with nothing but Node.
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { Worker } = require('node:worker_threads');

const [file, exportName] = process.argv.slice(2);
const loading = import(pathToFileURL(file).href).then((module) => module[exportName]);

let replies = [];

function reply(message) {
  if (replies.length === 0) setImmediate(flush);
  replies.push(message);
}

function flush() {
  const batch = replies;
  replies = [];
  try {
    process.send(batch);
  } catch {
    for (const message of batch) sendAlone(message);
  }
}

function sendAlone(message) {
  try {
    process.send([message]);
  } catch (error) {
    process.send([{ id: message.id, error: nameOf(error) }]);
  }
}

// The name alone: a message may quote the request.
function nameOf(error) {
  return error instanceof Error ? error.name : typeof error;
}

// Loading has a time limit of its own. Sent at once, as the next invocation may block the process.
loading.then(
  () => {
    process.send([{ id: -1 }]);
    // Before the first invocation, but not before the code: its thread takes as long to start as a small function.
    new Worker(join(__dirname, 'watchdog.cjs'), { execArgv: [] }).unref();
  },
  () => {},
);

function contextOf(id, { timeLimit = 0, ...context } = {}) {
  const deadline = Date.now() + timeLimit;
  return { awsRequestId: String(id), ...context, getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0) };
}

async function invoke({ id, event, context }) {
  try {
    const handler = await loading;
    reply({ id, result: await handler(event, contextOf(id, context)) });
  } catch (error) {
    reply({ id, error: nameOf(error) });
  }
}

process.on('message', (batch) => {
  for (const invocation of batch) invoke(invocation);
});
process.on('disconnect', () => process.exit(0));
