import type { Origin } from '../deployment';
import type { Fields, OutgoingResponse } from '../http-message';
import type { CloudFrontRefusal } from './refusal';

/** A request as CloudFront sends it to an origin. */
export interface OriginRequest {
  readonly host: string;
  readonly secure: boolean;
  readonly method: string;
  readonly target: string;
  readonly fields: Fields;
  readonly body: Uint8Array;
  /** Who asks, as the origin sees it. */
  readonly clientIp?: string;
}

/** What comes of asking an origin: a response, a connection refused, or no sign of life at all. */
export type OriginAnswer = OutgoingResponse | 'refused' | 'silent';

/** Calls back after so many seconds, unless it is called off by what it returns. */
export type Timer = (seconds: number, onTime: () => void) => () => void;

export const realTimer: Timer = (seconds, onTime) => {
  const timeout = setTimeout(onTime, seconds * 1000);
  return () => clearTimeout(timeout);
};

/** Asks an origin as often and for as long as its configuration says; a refusal where it does not answer. */
export async function askPatiently(
  ask: () => Promise<OriginAnswer>,
  { connectionAttempts, connectionTimeoutSeconds, readTimeoutSeconds }: Origin,
  timer: Timer,
): Promise<OutgoingResponse | CloudFrontRefusal> {
  let refusal: CloudFrontRefusal = REFUSED;
  for (let attempt = 0; attempt < connectionAttempts; attempt += 1) {
    const answer = await withDeadline(ask(), readTimeoutSeconds, timer);
    if (typeof answer === 'object') return answer;
    if (answer === 'silent') await new Promise<void>((resolve) => void timer(connectionTimeoutSeconds, resolve));
    refusal = REFUSALS[answer];
  }
  return refusal;
}

// rule: cloudfront.origin-connection
const REFUSED: CloudFrontRefusal = {
  status: 502,
  rule: 'cloudfront.origin-connection',
  reason: 'the origin refuses the connection',
};
const REFUSALS = {
  refused: REFUSED,
  silent: { ...REFUSED, status: 504, reason: 'the origin does not take the connection in time' },
  // rule: cloudfront.origin-read-timeout
  late: { status: 504, rule: 'cloudfront.origin-read-timeout', reason: 'the origin does not answer in time' },
} satisfies Readonly<Record<string, CloudFrontRefusal>>;

function withDeadline(asking: Promise<OriginAnswer>, seconds: number, timer: Timer): Promise<OriginAnswer | 'late'> {
  return new Promise((resolve, reject) => {
    const callOff = timer(seconds, () => resolve('late'));
    asking.then(resolve, reject).finally(callOff);
  });
}
