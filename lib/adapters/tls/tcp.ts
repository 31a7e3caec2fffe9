import { createConnection } from 'node:net';
import type { EndpointFacts } from '../../core/doctor/facts';
import { observed, unknown } from '../../core/observation';
import type { NetworkRoute } from '../http/network';
import { responsiveLimit } from '../timing/time-limit';

/** Opens a connection and closes it again. Where this machine has no way there, the answer is unknown. */
export function observeTcp(route: NetworkRoute, timeoutMs: number): Promise<EndpointFacts['tcp']> {
  return new Promise((resolve) => {
    const socket = createConnection(route);
    const finish = (facts: EndpointFacts['tcp']) => {
      stop();
      socket.destroy();
      resolve(facts);
    };
    const stop = responsiveLimit(timeoutMs)(() => finish(observed('timeout')));
    socket.on('connect', () => finish(observed('open')));
    socket.on('error', (error) => finish(describeError('code' in error ? String(error.code) : error.message)));
  });
}

function describeError(code: string): EndpointFacts['tcp'] {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return observed('refused');
  if (code === 'ETIMEDOUT') return observed('timeout');
  return unknown(`this machine has no way to the address (${code})`);
}
