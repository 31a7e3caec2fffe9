// Loaded before a function of the backend: maps its network to the local cloud. Plain JavaScript, as the runner.
// Every host is 127.0.0.1; port 443 is the local https listener, port 80 the http one, port 53 the local name server over UDP,
// and nothing else is reachable.
const dgram = require('node:dgram');
const dns = require('node:dns');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');

const { httpsPort, httpPort, dnsPort } = JSON.parse(process.argv[4]);
const PORTS = { 443: httpsPort, 80: httpPort };

// Node has read the local authority from these variables by now; the function must not find them.
delete process.env.NODE_EXTRA_CA_CERTS;

const connectSocket = net.Socket.prototype.connect;
net.Socket.prototype.connect = function connect(...args) {
  // Node itself hands over the list that it has normalised; its first item are the options.
  const list = Array.isArray(args[0]) ? args[0] : args;
  const [options] = list;
  const port = typeof options === 'object' && options !== null ? PORTS[options.port] : undefined;
  if (port === undefined) return refuse(this);
  // A copy: the caller still compares the certificate with the name in its own options.
  list[0] = { ...options, host: '127.0.0.1', port, lookup: undefined };
  return connectSocket.apply(this, args);
};

function refuse(socket) {
  const error = Object.assign(new Error('connect ENETUNREACH'), { code: 'ENETUNREACH', syscall: 'connect' });
  process.nextTick(() => socket.destroy(error));
  return socket;
}

// The local name server answers instead of the machine's.
const connectDatagrams = dgram.Socket.prototype.connect;
const connected = new WeakSet();
dgram.Socket.prototype.connect = function connect(port, _address, callback) {
  if (port !== 53) return refuseDatagrams(this);
  connected.add(this);
  return connectDatagrams.call(this, dnsPort, this.type === 'udp6' ? '::ffff:127.0.0.1' : '127.0.0.1', callback);
};

const sendDatagram = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function send(...args) {
  return connected.has(this) ? sendDatagram.apply(this, args) : refuseDatagrams(this);
};

function refuseDatagrams(socket) {
  const error = Object.assign(new Error('connect ENETUNREACH'), { code: 'ENETUNREACH', syscall: 'connect' });
  process.nextTick(() => socket.emit('error', error));
}

// Every name that is looked up has an address of a range for examples, which no connection ever leaves this machine for.
// Functions of the local stage may connect to it; the listener refuses names that it does not know.
dns.promises.lookup = async (_, options) => {
  const found = { address: '203.0.113.1', family: 4 };
  return options?.all ? [found] : found;
};

syncBuiltinESMExports();
