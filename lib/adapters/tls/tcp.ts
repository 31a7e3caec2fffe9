import { createConnection } from 'node:net';
import type { EndpointFacts } from '../../core/doctor/facts';
import { observed, unknown } from '../../core/observation';
import type { NetworkRoute } from '../http/network';

/** Opens a connection and closes it again. A machine without a way there cannot tell: that is unknown. */
export function observeTcp(route: NetworkRoute, timeoutMs: number): Promise<EndpointFacts['tcp']> {
  return new Promise((resolve) => {
    const socket = createConnection(route);
    const finish = (facts: EndpointFacts['tcp']) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(facts);
    };
    const timer = setTimeout(() => finish(observed('timeout')), timeoutMs);
    socket.on('connect', () => finish(observed('open')));
    socket.on('error', (error) => finish(describeError('code' in error ? String(error.code) : error.message)));
  });
}

function describeError(code: string): EndpointFacts['tcp'] {
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET') return observed('refused');
  if (code === 'ETIMEDOUT') return observed('timeout');
  return unknown(`this machine has no way to the address (${code})`);
}
