import { setTimeout as sleep } from 'node:timers/promises';
import { PROBLEMS, type Problem, type ProblemCode, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { SCOPES } from '../../core/tenants/principal';
import { exchangeOver, type OutgoingRequest } from '../http/exchange';
import type { Network } from '../http/network';
import { retryAfterSeconds } from '../http/retry-after';
import { responsiveLimit } from '../timing/time-limit';

/** A management API, and the machine client that its OpenID provider knows. */
export interface ApiTarget {
  readonly network: Network;
  /** Such as `discovery.example.com`. */
  readonly host: string;
  readonly issuer: string;
  readonly client: { readonly id: string; readonly secret: string };
}

export interface ApiCall {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Behind the host, such as `/v1/tenants`. */
  readonly path: string;
  readonly body?: unknown;
  readonly etag?: string;
}

interface ApiReply {
  readonly body: unknown;
  readonly etag?: string;
}

/** Calls the API; a refusal becomes the problem that the API names. */
export type ApiClient = (call: ApiCall) => Promise<Result<ApiReply>>;

/** How a client lets time pass. */
interface RetryPatience {
  now(): number;
  /** From 0 to 1. */
  random(): number;
  sleep(milliseconds: number): Promise<unknown>;
}

const REAL: RetryPatience = { now: Date.now, random: Math.random, sleep };

/** How often a GET is sent while the answer is 429 or 503. */
const MAX_ATTEMPTS = 6;
/** Doubles each time; the gateway, which throttles, names no time. */
const FIRST_WAIT_MS = 500;
/** Longest `Retry-After` that a person is kept waiting for. */
const LONGEST_WAIT_MS = 30_000;

/** For one answer. */
const TIMEOUT_MS = 20_000;
/** A page of thousands of tenants is a few megabytes. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

const ALL_SCOPES = Object.values(SCOPES).join(' ');

/**
 * A client that signs in once, with client credentials. A GET that is answered with 429 or 503 is sent again later. Problem codes: `api.*`, and every code the API answers with.
 */
export function createApiClient(target: ApiTarget, patience = REAL): ApiClient {
  let token: Promise<Result<string>> | undefined;
  return async ({ method, path, body, etag }) => {
    token ??= signIn(target);
    const signedIn = await token;
    if (!signedIn.ok) return signedIn;
    const headers = {
      authorization: `Bearer ${signedIn.value}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(etag === undefined ? {} : { 'if-match': etag }),
    };
    const url = `https://${target.host}${path}`;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const attempt = () => ask(target, { method, url, headers, body: text }, `the API at ${target.host}`);
    const reply = method === 'GET' ? await askAgain(attempt, patience) : await attempt();
    if (!reply.ok) return reply;
    const { status, document, headers: received } = reply.value;
    const tag = received['etag'];
    if (status === 200 || status === 202) return ok({ body: document, ...(tag === undefined ? {} : { etag: tag }) });
    return failed(readProblem(status, document, target.host));
  };
}

interface Reply {
  readonly status: number;
  readonly document: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

async function askAgain(attempt: () => Promise<Result<Reply>>, patience: RetryPatience): Promise<Result<Reply>> {
  for (let made = 1; ; made += 1) {
    const reply = await attempt();
    if (!reply.ok || made === MAX_ATTEMPTS || ![429, 503].includes(reply.value.status)) return reply;
    const wait = waitAfter(made, reply.value, patience);
    if (wait > LONGEST_WAIT_MS) return reply;
    await patience.sleep(wait);
  }
}

/** Milliseconds. Drawn at random, so that clients that were refused together do not retry together. */
function waitAfter(made: number, reply: Reply, { now, random }: RetryPatience): number {
  const asked = retryAfterSeconds(reply, now());
  return asked === undefined ? random() * FIRST_WAIT_MS * 2 ** (made - 1) : asked * 1000;
}

async function signIn(target: ApiTarget): Promise<Result<string>> {
  const discoveryUrl = `${target.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const configuration = await ask(target, { method: 'GET', url: discoveryUrl, headers: {} }, target.issuer);
  if (!configuration.ok) return configuration;
  const endpoint = fieldOf(configuration.value.document, 'token_endpoint');
  if (endpoint === undefined || !URL.canParse(endpoint) || !endpoint.startsWith('https://')) {
    return signInFailed(target, 'its configuration names no token endpoint; expected an https URL');
  }
  const { id, secret } = target.client;
  // RFC 6749, section 2.3.1: both parts are form-encoded first.
  const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64');
  const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: ALL_SCOPES }).toString();
  const answer = await ask(target, { method: 'POST', url: endpoint, headers, body }, target.issuer);
  if (!answer.ok) return answer;
  const token = fieldOf(answer.value.document, 'access_token');
  if (token !== undefined && answer.value.status === 200) return ok(token);
  const reason = fieldOf(answer.value.document, 'error') ?? `status ${answer.value.status}`;
  return signInFailed(target, `it answered ${reason}; expected an access token`);
}

function signInFailed({ issuer }: ApiTarget, what: string): Result<never> {
  return failed(problem('api.sign-in-failed', `Cannot sign in at ${issuer}: ${what}`));
}

async function ask(
  { network }: ApiTarget,
  request: Pick<OutgoingRequest, 'method' | 'url' | 'headers' | 'body'>,
  whom: string,
): Promise<Result<Reply>> {
  const timeLimit = responsiveLimit(TIMEOUT_MS);
  const exchanged = await exchangeOver(network, { ...request, timeLimit, maxBytes: MAX_BODY_BYTES });
  if (exchanged.kind === 'failure') return failed(unreachable(whom, exchanged.detail));
  if (exchanged.cut) return failed(unreachable(whom, 'the answer is too large'));
  const { status, headers, body } = exchanged;
  return ok({ status, document: parseJson(body.toString()), headers });
}

/** No value that was sent is in the message. */
function unreachable(whom: string, detail: string): Problem {
  return problem('api.unreachable', `Cannot reach ${whom}: ${detail}; expected an answer over https`);
}

/** The problem that the API answered with; a gateway in front of it has problems of its own. */
function readProblem(status: number, document: unknown, host: string): Problem {
  const code = fieldOf(document, 'code');
  const detail = fieldOf(document, 'detail');
  if (code === undefined || detail === undefined || !isKnown(code)) {
    const message = `Cannot use the answer of the API at ${host}: status ${status}; expected 200 or problem details`;
    return problem('api.unreachable', message);
  }
  const errors = listOf(document, 'errors').map((each) => `${fieldOf(each, 'path')}: ${fieldOf(each, 'message')}`);
  const changes = listOf(document, 'changes').map(
    (each) => `${fieldOf(each, 'time')} ${fieldOf(each, 'action')} by ${fieldOf(each, 'by')}`,
  );
  return problem(code, [detail, ...errors, ...changes].join('\n  '));
}

function isKnown(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

function fieldOf(document: unknown, name: string): string | undefined {
  if (typeof document !== 'object' || document === null) return undefined;
  const value: unknown = Object.entries(document).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}

function listOf(document: unknown, name: string): readonly unknown[] {
  if (typeof document !== 'object' || document === null) return [];
  const value: unknown = Object.entries(document).find(([key]) => key === name)?.[1];
  return Array.isArray(value) ? value : [];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
