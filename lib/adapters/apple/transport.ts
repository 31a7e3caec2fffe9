import { type Exchanged, exchangeOver } from '../http/exchange';
import type { Network } from '../http/network';
import { clockLimit } from '../timing/time-limit';

/** The host of Apple's enrollment service. [documented] */
export const APPLE_ENROLLMENT_ORIGIN = 'https://mdmenrollment.apple.com';

export interface AppleRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

/** A whole answer, or why there is none. Header names in lower case. */
export type AppleAnswer =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'fault'; readonly fault: 'timeout' | 'unreachable' | 'too-large'; readonly detail: string };

/** Sends one request to Apple, follows nothing, never rejects. */
export type AppleTransport = (request: AppleRequest) => Promise<AppleAnswer>;

const MAX_BODY_BYTES = 256 * 1024;

/** Apple over https; `origin` may name another service that speaks the same protocol. */
export function createAppleTransport(network: Network, origin: string = APPLE_ENROLLMENT_ORIGIN): AppleTransport {
  return async ({ path, timeoutMs, ...request }) => {
    const exchanged = await exchangeOver(network, {
      ...request,
      url: `${origin}${path}`,
      // By the clock: the lease that the conversation holds ends by it as well.
      timeLimit: clockLimit(timeoutMs),
      maxBytes: MAX_BODY_BYTES,
    });
    return exchanged.kind === 'failure' ? describeFault(exchanged, timeoutMs) : describeAnswer(exchanged);
  };
}

function describeFault({ reason, detail }: Extract<Exchanged, { kind: 'failure' }>, timeoutMs: number): AppleAnswer {
  return reason === 'timeout'
    ? { kind: 'fault', fault: 'timeout', detail: `${timeoutMs} ms` }
    : { kind: 'fault', fault: 'unreachable', detail };
}

function describeAnswer({ status, headers, body, cut }: Extract<Exchanged, { kind: 'response' }>): AppleAnswer {
  if (cut) return { kind: 'fault', fault: 'too-large', detail: `more than ${MAX_BODY_BYTES} bytes` };
  return { kind: 'answer', status, headers, body: body.toString('utf8') };
}
