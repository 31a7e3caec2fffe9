import type { HttpApiEvent, HttpApiResponse } from '../../lib/contract/http-api';
import { problem } from '../../lib/core/problems';
import { refused } from './operation';
import { renderOutcome } from './render';

/** Names the request in the log; overwrites a header of this name that the caller sent. */
export const REQUEST_ID_HEADER = 'x-signpost-request-id';

/** Answers the event of an HTTP API by a web application. */
export async function answerEvent(
  event: HttpApiEvent,
  fetch: (request: Request) => Response | Promise<Response>,
): Promise<HttpApiResponse> {
  const request = toRequest(event);
  if (!request) return unreadable();
  const response = await fetch(request);
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

/** The event as a web request, whose host is never read; nothing where its method or a header is illegal in HTTP. */
function toRequest(event: HttpApiEvent): Request | undefined {
  const { rawPath, rawQueryString, requestContext } = event;
  const url = new URL('https://api.invalid');
  url.pathname = rawPath;
  url.search = rawQueryString;
  const { method } = requestContext.http;
  try {
    const headers = new Headers();
    for (const [name, value] of Object.entries(event.headers)) if (value !== undefined) headers.set(name, value);
    headers.set(REQUEST_ID_HEADER, requestContext.requestId ?? 'none');
    const body = method === 'GET' || method === 'HEAD' ? undefined : readBody(event);
    return new Request(url, { method, headers, body });
  } catch {
    return undefined;
  }
}

function readBody({ body, isBase64Encoded }: HttpApiEvent): string | undefined {
  return isBase64Encoded === true && body !== undefined ? Buffer.from(body, 'base64').toString() : body;
}

function unreadable(): HttpApiResponse {
  const message = 'Cannot read the request: its method or a header is not allowed in HTTP; expected a valid request';
  const { status, headers, body } = renderOutcome(refused(problem('api.invalid', message)));
  return { statusCode: status, headers, body };
}
