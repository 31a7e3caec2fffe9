import { type DeviceRequest, STAGE_TIMEOUT_SECONDS } from '../../core/discovery/device';
import type { Ask } from '../../core/discovery/journey';
import { type Problem, type ProblemCode, problem } from '../../core/problems';
import { responsiveLimit, type TimeLimit } from '../timing/time-limit';
import { type Exchanged, type ExchangeFailure, exchangeOver } from './exchange';
import type { Network } from './network';

/** Far more than any discovery document has. */
const MAX_BODY_BYTES = 256 * 1024;

/** As long as a device waits. */
const DEVICE_LIMIT = responsiveLimit(STAGE_TIMEOUT_SECONDS * 1000);

/** Asks over https as a device does: a connection of its own per request, no cookies, no redirect followed. */
export function createAsk(network: Network, timeLimit: TimeLimit = DEVICE_LIMIT): Ask {
  return async (request) => {
    const started = performance.now();
    const exchanged = await exchangeOver(network, { method: 'GET', ...request, timeLimit, maxBytes: MAX_BODY_BYTES });
    const milliseconds = Math.round(performance.now() - started);
    if (exchanged.kind === 'failure')
      return { kind: 'failure', problem: describeFailure(request, exchanged), milliseconds };
    if (exchanged.cut) return { kind: 'failure', problem: tooLarge(), milliseconds };
    const { status, headers, body } = exchanged;
    return { kind: 'response', response: { status, headers, body }, milliseconds };
  };
}

const FAILURES: Readonly<Record<ExchangeFailure, readonly [ProblemCode, string]>> = {
  'no-address': ['network.name-not-found', 'A or AAAA records'],
  refused: ['network.refused', 'a server on port 443'],
  timeout: ['network.timeout', 'a server that answers sooner'],
  unreachable: ['network.timeout', 'a way to its address'],
  tls: ['network.tls', 'a trusted certificate for this host'],
  encoding: ['network.broken', 'a body in the encoding that its header names'],
  broken: ['network.broken', 'an HTTP answer'],
};

function describeFailure({ url }: DeviceRequest, { reason, detail }: Extract<Exchanged, { kind: 'failure' }>): Problem {
  const { hostname } = new URL(url);
  const [code, wanted] = FAILURES[reason];
  const what =
    reason === 'no-address' ? `Cannot find ${hostname}: DNS has no address` : `Cannot reach ${hostname}: ${detail}`;
  return problem(code, `${what}; expected ${wanted}`);
}

function tooLarge(): Problem {
  return problem(
    'response.too-large',
    `Cannot use the answer: it is larger than ${MAX_BODY_BYTES} bytes; expected a discovery document`,
  );
}
