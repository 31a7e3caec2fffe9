import { Server, type TLSSocket } from 'node:tls';
import { healthyEnvironment, namesOf } from '../../test/fault-catalogue/environment';
import { SimulatedInternet } from '../../test/fault-catalogue/simulated-internet';

/** The connections to one host. */
interface Visits {
  handshakes: number;
  open: number;
  mostAtOnce: number;
}

const visits = new Map<string, Visits>();

/** Healthy domains on loopback, in a process of their own: reports addresses and connections. Ends with its parent. */
async function main(count: number): Promise<void> {
  countHandshakes();
  const simulated = await SimulatedInternet.open();
  for (let number = 0; number < count; number += 1) simulated.admit(healthyEnvironment(namesOf(`d${number}`)));
  process.on('message', (message) => {
    process.send?.(Object.fromEntries(visits));
    if (message === 'forget') visits.clear();
  });
  process.send?.(simulated.describe());
}

/** Counts on every TLS server of this process, as the fault catalogue does not expose its own. */
function countHandshakes(): void {
  const { emit } = Server.prototype;
  Server.prototype.emit = function (this: Server, event: string | symbol, ...args: unknown[]) {
    if (event === 'secureConnection') count(args[0] as TLSSocket & { servername?: string | false });
    return Reflect.apply(emit, this, [event, ...args]);
  } as typeof emit;
}

function count(socket: TLSSocket & { servername?: string | false }): void {
  const host = socket.servername || 'unnamed';
  const visit = visits.get(host) ?? { handshakes: 0, open: 0, mostAtOnce: 0 };
  visits.set(host, visit);
  visit.handshakes += 1;
  visit.open += 1;
  visit.mostAtOnce = Math.max(visit.mostAtOnce, visit.open);
  socket.once('close', () => {
    visit.open -= 1;
  });
}

process.on('disconnect', () => process.exit(0));
void main(Number(process.argv[2]));
