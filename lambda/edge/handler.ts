import type {
  CloudFrontHeaders,
  CloudFrontRequest,
  CloudFrontRequestEvent,
  CloudFrontRequestEventRecord,
  CloudFrontResultResponse,
} from 'aws-lambda';
import { type DiscoveryFields, discoveryLine, familyDimension } from '../../lib/contract/discovery-line';
import {
  DOMAIN_HEADER,
  decodeFrontSettings,
  type FrontSettings,
  POLICY_HEADER_PREFIX,
  SIGNPOST_HEADER_PREFIX,
} from '../../lib/contract/front-settings';
import { decide } from '../../lib/core/discovery/decide';
import { parseQuery } from '../../lib/core/discovery/query';
import { type DiscoveryResponse, problemResponse, render } from '../../lib/core/discovery/render';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { renderWebsite } from '../../lib/core/website';

type EdgeResponse = Required<Pick<CloudFrontResultResponse, 'status' | 'headers' | 'body'>>;

/** Outcome of one request: what to answer, and the fields of its log line. */
interface Outcome {
  readonly response: DiscoveryResponse;
  readonly log?: DiscoveryFields;
}

/** Decoded settings, by their encoded text: it never changes within a version of a distribution. */
const known = new Map<string, FrontSettings | undefined>();
const MAX_KNOWN = 500;

const PRIVATE_HEADERS = ['cookie', 'authorization', 'referer'];

/**
 * Answers at origin-request, so that the origin is never contacted; only for a domain that is answered at the backend the
 * request goes on to it. It never throws: CloudFront would turn that into a 502 or 503 of its own.
 */
export async function handler(event: CloudFrontRequestEvent): Promise<EdgeResponse | CloudFrontRequest> {
  let requestId: string | undefined;
  try {
    const { cf } = event.Records[0] as CloudFrontRequestEventRecord;
    requestId = cf.config.requestId;
    const { request } = cf;
    if (DOMAIN_HEADER in customHeaders(request)) return forBackend(request);
    return conclude(answer(request), requestId);
  } catch {
    return conclude(failure('edge.policy-broken'), requestId);
  }
}

/**
 * Renders the response, then writes the log line: a response that cannot be rendered must not be logged as sent. The line
 * goes to the stream itself, as Lambda's console puts a prefix before what must be pure JSON.
 */
function conclude({ response, log }: Outcome, requestId = 'none'): EdgeResponse {
  const edgeResponse = toEdgeResponse(response);
  if (log) process.stdout.write(discoveryLine({ ...log, requestId }, Date.now()));
  return edgeResponse;
}

function customHeaders({ origin }: CloudFrontRequest): CloudFrontHeaders {
  return origin?.custom?.customHeaders ?? {};
}

/**
 * The request as the backend may see it: without headers under Signpost's prefix that a viewer sent, and without the
 * private headers of the website. These would also count towards the 10,240 bytes that an HTTP API allows. [documented]
 */
function forBackend(request: CloudFrontRequest): CloudFrontRequest {
  const headers = Object.entries(request.headers).filter(
    ([name]) => !name.startsWith(SIGNPOST_HEADER_PREFIX) && !PRIVATE_HEADERS.includes(name),
  );
  return { ...request, headers: Object.fromEntries(headers) };
}

function answer(request: CloudFrontRequest): Outcome {
  const text = settingsText(customHeaders(request));
  if (text === '') return failure('edge.policy-missing');
  const settings = readSettings(text);
  if (!settings) return failure('edge.policy-broken');
  if (request.uri === WELL_KNOWN_PATH) return discover(settings, request);
  const response = renderWebsite(settings.website ?? { kind: 'none' }, {
    path: request.uri,
    rawQuery: request.querystring,
  });
  return { response };
}

/** `querystring` is raw, without `?`. [documented] */
function discover(settings: FrontSettings, request: CloudFrontRequest): Outcome {
  const query = parseQuery(request.querystring);
  const decision = decide(settings.policy, query);
  const response = render(decision.answer, { method: request.method, rawQuery: query.raw });
  const { tenant } = settings;
  const log = { tenant, rule: decision.rule, answer: decision.answer.kind, family: familyDimension(query.family) };
  return { response, log };
}

function failure(code: 'edge.policy-missing' | 'edge.policy-broken'): Outcome {
  return { response: problemResponse(503, code), log: { code, answer: 'failed', family: 'none' } };
}

function settingsText(headers: CloudFrontHeaders): string {
  let text = '';
  for (let index = 0; ; index += 1) {
    const value = headers[POLICY_HEADER_PREFIX + index]?.[0]?.value;
    if (value === undefined) return text;
    text += value;
  }
}

function readSettings(text: string): FrontSettings | undefined {
  if (!known.has(text)) {
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(text, decodeFrontSettings(text));
  }
  return known.get(text);
}

function toEdgeResponse({ status, headers, body }: DiscoveryResponse): EdgeResponse {
  const edgeHeaders: CloudFrontHeaders = {};
  for (const [key, value] of Object.entries(headers)) edgeHeaders[key] = [{ key, value }];
  return { status: String(status), headers: edgeHeaders, body };
}
