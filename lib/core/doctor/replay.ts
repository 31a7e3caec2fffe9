import type { Device } from '../discovery/device';
import { parseIdentifier } from '../discovery/identifier';
import type { Ask, HopObservation } from '../discovery/journey';
import { currentOs, parseOsVersion } from '../discovery/os-support';
import { type ProblemCode, problem } from '../problems';
import type { Exchange, FailureReason, JourneyFacts, ResponseFacts } from './facts';

const FAILURE_CODES: Readonly<Record<FailureReason, ProblemCode>> = {
  'no-address': 'network.name-not-found',
  internal: 'network.internal-address',
  refused: 'network.refused',
  timeout: 'network.timeout',
  unreachable: 'network.timeout',
  tls: 'network.tls',
  broken: 'network.broken',
  encoding: 'response.encoding',
  'not-asked': 'device.no-stage',
};

/** A recorded exchange as a journey sees it. A JSON document without an end is no document. */
export function toHopObservation({ url, outcome, milliseconds }: Exchange): HopObservation {
  if (outcome.kind === 'failure') return failure(FAILURE_CODES[outcome.reason], url, outcome.detail, milliseconds);
  if (outcome.cut && mediaType(outcome) === 'application/json') {
    return failure('response.too-large', url, 'the document goes on and on', milliseconds);
  }
  const { status, headers } = outcome;
  return { kind: 'response', response: { status, headers, body: bodyBytes(outcome) }, milliseconds };
}

/** Answers from the record: what was not asked then is not asked now. */
export function replayAsk(exchanges: readonly Exchange[], stopsAt: (host: string) => boolean): Ask {
  const byUrl = new Map(exchanges.map((exchange) => [exchange.url, exchange]));
  return async ({ url }) => {
    const exchange = byUrl.get(url);
    if (!exchange) return failure('device.no-stage', url, 'not asked', 0);
    const { hostname } = new URL(url);
    // The observer looks past TLS that a device refuses, so that what lies behind is seen; the device stops here.
    if (exchange.outcome.kind === 'response' && stopsAt(hostname)) return failure('network.tls', url, 'refused', 0);
    return toHopObservation(exchange);
  };
}

/** The device of a recorded journey; the identifier is made up or a stand-in, and was valid when it was observed. */
export function deviceOf({ family, os }: Pick<JourneyFacts, 'family' | 'os'>, identifierText: string): Device {
  const identifier = parseIdentifier(identifierText);
  if (!identifier.ok) throw new Error(`The record has an identifier that is none: ${identifier.problem.code}`);
  const version = parseOsVersion(os);
  return { identifier: identifier.value, family, os: version.ok ? version.value : currentOs(family) };
}

/** Media type in lower case, without parameters. */
export function mediaType({ headers }: Pick<ResponseFacts, 'headers'>): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
}

export function bodyBytes({ body }: Pick<ResponseFacts, 'body'>): Uint8Array {
  if ('text' in body) return new TextEncoder().encode(body.text);
  return Uint8Array.from(atob(body.base64), (character) => character.charCodeAt(0));
}

/** The body to look into, whatever its bytes are. */
export function bodyText(response: Pick<ResponseFacts, 'body'>): string {
  return 'text' in response.body ? response.body.text : new TextDecoder().decode(bodyBytes(response));
}

function failure(code: ProblemCode, url: string, detail: string, milliseconds: number): HopObservation {
  return {
    kind: 'failure',
    problem: problem(code, `Cannot reach ${new URL(url).hostname}: ${detail}`),
    milliseconds,
  };
}
