// The floor of a function in a process of its own: Node's https server, which hands each request's event to a child and
// answers the same bytes once the child has sent the event's result back. Plain JavaScript, nothing but Node.
const { fork } = require('node:child_process');
const { createServer } = require('node:https');

if (process.argv[2] === 'child') echo();
else process.once('message', serve);

function echo() {
  process.on('message', ({ ids, result }) => process.send(ids.map((id) => ({ id, result }))));
  process.on('disconnect', () => process.exit(0));
}

function serve({ certificate, key, status, headers, body, event, result }) {
  const child = fork(__filename, ['child'], { execArgv: [], env: {} });
  const waiting = new Map();
  let group = [];
  let lastId = 0;
  const send = () => {
    child.send({ ids: group, events: group.map(() => event), result });
    group = [];
  };
  child.on('message', (replies) => {
    for (const { id } of replies) {
      waiting.get(id)();
      waiting.delete(id);
    }
  });
  const bytes = Buffer.from(body, 'base64');
  const server = createServer({ cert: certificate, key }, (_request, response) => {
    lastId += 1;
    waiting.set(lastId, () => {
      response.writeHead(status, headers);
      response.end(bytes);
    });
    // The requests of one turn of the event loop are sent together.
    if (group.length === 0) setImmediate(send);
    group.push(lastId);
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.on('disconnect', () => process.exit(0));
}
