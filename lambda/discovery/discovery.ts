import type { DiscoveryReader, DiscoveryTarget } from '../../lib/adapters/dynamodb/discovery';
import { type DiscoveryFields, discoveryLine, familyDimension } from '../../lib/contract/discovery-line';
import { DOMAIN_HEADER } from '../../lib/contract/front-settings';
import type { HttpApiEvent, HttpApiResponse } from '../../lib/contract/http-api';
import { decide } from '../../lib/core/discovery/decide';
import { parseDomainName } from '../../lib/core/discovery/domain-name';
import { parseIdentifier } from '../../lib/core/discovery/identifier';
import { type DiscoveryQuery, parseQuery } from '../../lib/core/discovery/query';
import { type DiscoveryResponse, problemResponse, render } from '../../lib/core/discovery/render';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { overrideInForce, policyInForce } from '../../lib/core/tenants/in-force';

/** Everything that the function uses: the table, the time, and its log. */
export interface DiscoveryParts {
  readonly reader: DiscoveryReader;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly write: (line: string) => void;
}

/** The entry point of a request. A front has an answer of its own where this function fails. */
type Place =
  | { readonly entryPoint: 'front' | 'domain'; readonly name: string }
  | { readonly entryPoint: 'server'; readonly tenant: string; readonly name: string };

interface Outcome {
  readonly response: DiscoveryResponse;
  readonly fields: DiscoveryFields;
}

const SERVER_PATH = /^\/t\/([a-z0-9-]{2,32})\/s\/([a-z0-9-]{2,32})(\/.*)$/;

/**
 * Answers devices from the table: one read. Never throws. Where the domain or server is unknown, it answers 404, or 400 to
 * a front; on a failure 503. On the last two a front answers as declared.
 */
export function createDiscovery({ reader, now, write }: DiscoveryParts) {
  return async (event: HttpApiEvent): Promise<HttpApiResponse> => {
    const outcome = await answer(event, reader, now).catch(failure);
    const { requestId = 'none' } = event?.requestContext ?? {};
    write(discoveryLine({ ...outcome.fields, requestId }, now()));
    const { status, headers, body } = outcome.response;
    return { statusCode: status, headers, body };
  };
}

async function answer(event: HttpApiEvent, reader: DiscoveryReader, now: () => number): Promise<Outcome> {
  // The gateway's own parsing would turn "+" into a space.
  const query = parseQuery(event.rawQueryString);
  const { method } = event.requestContext.http;
  const family = familyDimension(query.family);
  const place = placeOf(event, query);
  const record = place && (await readAt(place, reader));
  const policy = policyInForce(record, now());
  if (!record || !policy) return unknown(place, method, family);
  const decision = decide(policy, query);
  const response = render(decision.answer, { method, rawQuery: query.raw });
  const source = overrideInForce(record, now()) ? 'override' : 'declared';
  const { tenant } = record;
  const fields = {
    tenant,
    entryPoint: place?.entryPoint ?? 'none',
    source,
    rule: decision.rule,
    answer: decision.answer.kind,
  };
  return { response, fields: { ...fields, family } };
}

/** Where a device asked: the front's domain, the server in the path, or the domain of the identifier. */
function placeOf({ rawPath, headers }: HttpApiEvent, { identifier }: DiscoveryQuery): Place | undefined {
  const [, tenant, server, rest] = SERVER_PATH.exec(rawPath) ?? [];
  if (tenant !== undefined && server !== undefined) {
    return rest === WELL_KNOWN_PATH ? { entryPoint: 'server', tenant, name: server } : undefined;
  }
  if (rawPath !== WELL_KNOWN_PATH) return undefined;
  const front = parseDomainName(headers[DOMAIN_HEADER] ?? '');
  if (front.ok) return { entryPoint: 'front', name: front.value };
  const parsed = parseIdentifier(identifier ?? '');
  return parsed.ok ? { entryPoint: 'domain', name: parsed.value.domain } : undefined;
}

function readAt(place: Place, reader: DiscoveryReader): Promise<DiscoveryTarget | undefined> {
  return place.entryPoint === 'server' ? reader.server(place.tenant, place.name) : reader.domain(place.name);
}

function unknown(place: Place | undefined, method: string, family: string): Outcome {
  const entryPoint = place?.entryPoint ?? 'none';
  if (entryPoint === 'front') {
    // Not a 5xx: any client can send the header of a front, and would raise the alarm for server errors.
    const code = 'discovery.domain-unknown';
    return { response: problemResponse(400, code), fields: { entryPoint, code, answer: 'failed', family } };
  }
  const response = render({ kind: 'absent' }, { method, rawQuery: '' });
  return { response, fields: { entryPoint, answer: 'unknown', family } };
}

/** Only the name of the error is logged: its message may quote the query. */
function failure(error: unknown): Outcome {
  const code = 'discovery.unavailable';
  const name = error instanceof Error ? error.name : 'unknown';
  return { response: problemResponse(503, code), fields: { code, error: name, answer: 'failed', family: 'none' } };
}
