import type { ProblemCode } from '../problems';
import { MAX_LOCATION_LENGTH, withQuery } from './location';
import type { ResolvedAnswer } from './policy';
import { REFUSAL_CODE } from './well-known';

/** An HTTP response as plain data; header names in lower case. */
export interface DiscoveryResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain; charset=utf-8';

/**
 * Renders an answer for one request: a 302 with the query carried over, the discovery document, Apple's refusal or a
 * true 404. GET and HEAD are answered, anything else is 405. Nothing may be cached: the answer depends on the query.
 */
export function render(answer: ResolvedAnswer, request: { method: string; rawQuery: string }): DiscoveryResponse {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return response(405, TEXT_TYPE, 'Only GET and HEAD are answered here.\n', { allow: 'GET, HEAD' });
  }
  const full = renderGet(answer, request.rawQuery);
  return request.method === 'HEAD' ? { ...full, body: '' } : full;
}

function renderGet(answer: ResolvedAnswer, rawQuery: string): DiscoveryResponse {
  switch (answer.kind) {
    case 'redirect': {
      const location = withQuery(answer.url, rawQuery);
      if (location.length > MAX_LOCATION_LENGTH) return problemResponse(414, 'discovery.location-too-long');
      return response(302, TEXT_TYPE, '', { location });
    }
    case 'serve':
      return json(200, { Servers: [{ Version: answer.version, BaseURL: answer.baseUrl }] });
    case 'refuse': {
      const { message, description } = answer;
      return json(403, { code: REFUSAL_CODE, description: description ?? message, message });
    }
    case 'absent':
      return response(404, TEXT_TYPE, 'No device enrollment is configured here.\n');
  }
}

/** A failure of ours, named by its code in the registry of problems. */
export function problemResponse(
  status: number,
  code: Extract<ProblemCode, `discovery.${string}` | `edge.${string}`>,
): DiscoveryResponse {
  return json(status, { code });
}

function json(status: number, document: unknown): DiscoveryResponse {
  return response(status, JSON_TYPE, JSON.stringify(document));
}

function response(
  status: number,
  contentType: string,
  body: string,
  headers: Record<string, string> = {},
): DiscoveryResponse {
  return {
    status,
    // The copy comes last: begun with it, the object is built slowly, which was most of what rendering cost.
    headers: {
      'content-type': contentType,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...headers,
    },
    body,
  };
}
