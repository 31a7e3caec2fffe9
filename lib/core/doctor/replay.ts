import type { Device } from '../discovery/device';
import { type Identifier, parseIdentifier } from '../discovery/identifier';
import type { Ask, HopObservation } from '../discovery/journey';
import { currentOs, parseOsVersion } from '../discovery/os-support';
import { type ProblemCode, problem } from '../problems';
import type { Facts, FailureReason, JourneyFacts, RecordedExchange, ResponseFacts } from './facts';

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

const ENCODER = new TextEncoder();

/** A recorded exchange as a journey sees it. A JSON answer that was cut off is not a document. */
export function toHopObservation({ url, outcome, milliseconds }: RecordedExchange): HopObservation {
  if (outcome.kind === 'failure') return failure(FAILURE_CODES[outcome.reason], url, outcome.detail, milliseconds);
  if (outcome.cut && mediaType(outcome) === 'application/json') {
    return failure('response.too-large', url, 'the document is larger than 64 KiB', milliseconds);
  }
  const { status, headers } = outcome;
  // A device does not read the body of a redirect, so it is decoded on demand.
  const response = {
    status,
    headers,
    get body() {
      return bodyBytes(outcome);
    },
  };
  return { kind: 'response', response, milliseconds };
}

/** Answers from the record, and sends no request. The device refuses the TLS of some hosts. */
export function replayAsk(exchanges: readonly RecordedExchange[], refused: ReadonlySet<string> = new Set()): Ask {
  const byUrl = new Map(exchanges.map((exchange) => [exchange.url, exchange]));
  return async ({ url }) => {
    const exchange = byUrl.get(url);
    if (!exchange) return failure('device.no-stage', url, 'not asked', 0);
    // The observer goes on behind TLS that a device refuses, to see what comes next; the device stops here.
    const stops = refused.size > 0 && exchange.outcome.kind === 'response' && refused.has(new URL(url).hostname);
    if (stops) return failure('network.tls', url, 'refused', 0);
    return toHopObservation(exchange);
  };
}

/** The two identifiers of a record: test identifiers or pseudonyms, and valid when they were sent. */
export function identifiersOf([first, second]: Readonly<Facts['identifiers']>): readonly [Identifier, Identifier] {
  return [validIdentifier(first), validIdentifier(second)];
}

function validIdentifier(text: string): Identifier {
  const identifier = parseIdentifier(text);
  if (!identifier.ok) throw new Error(`The record has an invalid identifier: ${identifier.problem.code}`);
  return identifier.value;
}

/** The device of a recorded journey. */
export function deviceOf({ family, os }: Pick<JourneyFacts, 'family' | 'os'>, identifier: Identifier): Device {
  const version = parseOsVersion(os);
  return { identifier, family, os: version.ok ? version.value : currentOs(family) };
}

/** Media type in lower case, without parameters. */
export function mediaType({ headers }: Pick<ResponseFacts, 'headers'>): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
}

export function bodyBytes({ body }: Pick<ResponseFacts, 'body'>): Uint8Array {
  if ('text' in body) return ENCODER.encode(body.text);
  return Uint8Array.from(atob(body.base64), (character) => character.charCodeAt(0));
}

/** The body as text, whatever its bytes are. */
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
