// The floor: Node's https server, which answers the same bytes to everybody. Plain JavaScript, nothing but Node.
const { createServer } = require('node:https');

process.once('message', ({ certificate, key, status, headers, body }) => {
  const bytes = Buffer.from(body, 'base64');
  const server = createServer({ cert: certificate, key }, (_request, response) => {
    response.writeHead(status, headers);
    response.end(bytes);
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
});
process.on('disconnect', () => process.exit(0));
