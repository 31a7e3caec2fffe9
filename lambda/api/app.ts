import { type Context, Hono } from 'hono';
import type { Verification } from '../../lib/adapters/openid/token-verifier';
import { type Problem, problem } from '../../lib/core/problems';
import { judgeAccess, type Principal, principalOf } from '../../lib/core/tenants/principal';
import { checkRequest, type RawRequest, readPathParams } from './check-request';
import { REQUEST_ID_HEADER } from './http-api';
import { type ApiOutcome, type ApiParts, type ApiRequest, notFound, type Operation, refused } from './operation';
import { OPERATIONS } from './operations';
import { type Rendered, renderOutcome } from './render';

/** What the API works with besides what operations do. */
export interface AppParts extends ApiParts {
  readonly verify: (token: string) => Promise<Verification>;
  readonly write: (line: string) => void;
}

/** What is known of a request when its log line is written. */
interface Trace {
  readonly operation: string;
  role?: Principal['role']['kind'];
  tenant?: string;
  error?: string;
}

type Signed = Pick<ApiRequest, 'principal' | 'actor'>;
type Received = Signed & Pick<ApiRequest, 'receivedAt'>;

/** Errors by which DynamoDB asks to slow down. [documented] */
const THROTTLING =
  /Throttl|ProvisionedThroughput|RequestLimitExceeded|LimitExceeded|TransactionConflict|TransactionInProgress/;
const RETRY_AFTER_SECONDS = 2;

/**
 * The management API. Each request is checked in this order: who asks, whether they may, whether it is as described. Only
 * then is the table read, so that a refusal takes the same time whether or not the tenant exists.
 */
export function createApi(parts: AppParts, operations: readonly Operation[] = OPERATIONS): Hono {
  const app = new Hono();
  for (const each of operations) {
    const path = each.path.replace(/\{(\w+)\}/g, ':$1');
    app.on(each.method.toUpperCase(), path, (context) =>
      respond(context, { operation: each.id }, parts, (received, trace) =>
        perform(context, each, received, trace, parts),
      ),
    );
  }
  app.all('*', (context) => respond(context, { operation: 'none' }, parts, async () => notFound()));
  return app;
}

/** Signs in, answers, and writes one log line: an allow-list of fields, nothing of query, body or token. */
async function respond(
  context: Context,
  trace: Trace,
  parts: AppParts,
  answer: (received: Received, trace: Trace) => Promise<ApiOutcome>,
): Promise<Response> {
  const started = parts.now();
  const signed = await signIn(context.req.header('authorization'), parts);
  let rendered: Rendered;
  try {
    if ('principal' in signed) trace.role = signed.principal.role.kind;
    rendered = renderOutcome('principal' in signed ? await answer({ ...signed, receivedAt: started }, trace) : signed);
  } catch (error) {
    trace.error = error instanceof Error ? error.name : 'unknown';
    rendered = renderOutcome(faultOutcome(trace.error));
  }
  const { status, headers, body, code } = rendered;
  const requestId = context.req.header(REQUEST_ID_HEADER) ?? 'none';
  const line = { requestId, ...trace, status, code, milliseconds: parts.now() - started };
  parts.write(`${JSON.stringify(line)}\n`);
  return new Response(body, { status, headers });
}

async function signIn(authorization: string | undefined, { verify }: AppParts): Promise<Signed | ApiOutcome> {
  const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined)
    return refused(unauthenticated('it has no access token; expected one as `Authorization: Bearer …`'));
  const verification = await verify(token);
  switch (verification.kind) {
    case 'valid':
      return { principal: principalOf(verification.claims), actor: verification.actor };
    case 'invalid':
      return refused(unauthenticated(`its access token is not accepted; expected ${verification.wanted}`));
    case 'unreachable': {
      const message =
        "Cannot verify the access token: the provider's keys could not be read; expected them at its discovery URL";
      const unreachable = problem('api.provider-unreachable', message);
      return { kind: 'problem', problem: unreachable, retryAfterSeconds: RETRY_AFTER_SECONDS };
    }
  }
}

async function perform(
  context: Context,
  operation: Operation,
  received: Received,
  trace: Trace,
  parts: AppParts,
): Promise<ApiOutcome> {
  const named: Record<string, string> = context.req.param();
  const verdict = judgeAccess(received.principal, operation.access, named['tenant']);
  if (verdict.kind === 'hidden') return notFound();
  if (verdict.kind === 'forbidden') return refused(forbidden(verdict.wanted));
  // A path can hold anything; only valid names reach the table and the log.
  const params = readPathParams(named);
  if (!params) return notFound();
  trace.tenant = params['tenant'];
  const checked = checkRequest(operation, await readRaw(context));
  if (!checked.ok) return checked.outcome;
  const { query, body, ifMatch } = checked;
  return operation.handle({ ...received, params, query, body, ifMatch }, parts);
}

async function readRaw({ req }: Context): Promise<RawRequest> {
  const query = Object.fromEntries(
    Object.entries(req.queries()).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  );
  const body = await req.text();
  return { query, body, contentType: req.header('content-type'), ifMatch: req.header('if-match') };
}

function unauthenticated(what: string): Problem {
  return problem('api.unauthenticated', `Cannot answer this request: ${what}`);
}

function forbidden(wanted: string): Problem {
  return problem(
    'api.forbidden',
    `Cannot perform this operation: the access token does not allow it; expected ${wanted}`,
  );
}

function faultOutcome(errorName: string): ApiOutcome {
  if (THROTTLING.test(errorName)) {
    const message = 'Cannot answer this request now: the database is throttling; expected fewer requests';
    return { kind: 'problem', problem: problem('api.busy', message), retryAfterSeconds: RETRY_AFTER_SECONDS };
  }
  return refused(
    problem('api.internal', 'Cannot answer this request: an internal error occurred; its request id is in the log'),
  );
}
