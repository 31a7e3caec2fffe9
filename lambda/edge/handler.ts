import { decodeFrontSettings, type FrontSettings, POLICY_HEADER_PREFIX } from '../../lib/contract/front-settings';
import { discoveryMetric } from '../../lib/contract/names';
import { decide } from '../../lib/core/discovery/decide';
import { isFamily } from '../../lib/core/discovery/family';
import { parseQuery } from '../../lib/core/discovery/query';
import { type DiscoveryResponse, problemResponse, render } from '../../lib/core/discovery/render';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { renderWebsite } from '../../lib/core/website';

type Headers = Readonly<Record<string, readonly { readonly key?: string; readonly value: string }[]>>;

/** The part of CloudFront's origin-request event that we read. `querystring` is raw, without `?`. [documented] */
export interface OriginRequestEvent {
  readonly Records: readonly {
    readonly cf: {
      readonly config: { readonly requestId?: string };
      readonly request: {
        readonly uri: string;
        readonly method: string;
        readonly querystring: string;
        readonly origin?: { readonly custom?: { readonly customHeaders: Headers } };
      };
    };
  }[];
}

export interface EdgeResponse {
  readonly status: string;
  readonly headers: Headers;
  readonly body: string;
}

/** Outcome of one request: what to answer, and the fields of its log line. */
interface Outcome {
  readonly response: DiscoveryResponse;
  readonly log?: Readonly<Record<string, string | number>>;
}

/** Settings by the text that carried them: a distribution's text never changes within a version of it. */
const known = new Map<string, FrontSettings | undefined>();
const MAX_KNOWN = 500;

/**
 * Answers at origin-request, so that the origin is never contacted. It never throws: CloudFront would turn that into a
 * 502 or 503 of its own.
 */
export async function handler(event: OriginRequestEvent): Promise<EdgeResponse> {
  let requestId: string | undefined;
  try {
    const { cf } = event.Records[0] as OriginRequestEvent['Records'][number];
    requestId = cf.config.requestId;
    return conclude(answer(cf.request), requestId);
  } catch {
    return conclude(failure('edge.policy-broken'), requestId);
  }
}

/** The response, and its line: in this order, so that what cannot be answered is not logged as answered. */
function conclude({ response, log }: Outcome, requestId = 'none'): EdgeResponse {
  const edgeResponse = toEdgeResponse(response);
  if (log) writeLine({ ...log, requestId });
  return edgeResponse;
}

function answer(request: OriginRequestEvent['Records'][number]['cf']['request']): Outcome {
  const text = settingsText(request.origin?.custom?.customHeaders ?? {});
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

function discover(settings: FrontSettings, request: { method: string; querystring: string }): Outcome {
  const query = parseQuery(request.querystring);
  const decision = decide(settings.policy, query);
  const response = render(decision.answer, { method: request.method, rawQuery: query.raw });
  const { tenant } = settings;
  const log = { tenant, rule: decision.rule, answer: decision.answer.kind, family: familyDimension(query.family) };
  return { response, log };
}

/** Few and known values only: what a stranger sends must not make a new time series. */
function familyDimension(family: string | undefined): string {
  if (family === undefined) return 'none';
  return isFamily(family) ? family : 'other';
}

function failure(code: 'edge.policy-missing' | 'edge.policy-broken'): Outcome {
  return { response: problemResponse(503, code), log: { code, answer: 'failed', family: 'none' } };
}

function settingsText(headers: Headers): string {
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
  return {
    status: String(status),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [{ key: name, value }]])),
    body,
  };
}

/**
 * One line per decision in CloudWatch's embedded metric format. Only what stands here is ever logged: no identifier,
 * no query. Written to the stream itself, as Lambda's console puts a prefix before what must be pure JSON.
 */
function writeLine(fields: Readonly<Record<string, string | number>>): void {
  const { namespace, name, dimensions } = discoveryMetric;
  const metrics = [{ Namespace: namespace, Dimensions: [dimensions], Metrics: [{ Name: name, Unit: 'Count' }] }];
  process.stdout.write(
    `${JSON.stringify({ _aws: { Timestamp: Date.now(), CloudWatchMetrics: metrics }, [name]: 1, ...fields })}\n`,
  );
}
