import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { z } from 'zod';
import { buildDocument } from '../../docs/openapi';
import { createApi } from '../../lambda/api/app';
import { answerEvent } from '../../lambda/api/http-api';
import type { ApiParts } from '../../lambda/api/operation';
import { createServerList } from '../../lib/adapters/dynamodb/server-list';
import { createTenantRepository } from '../../lib/adapters/dynamodb/tenants';
import type { Network } from '../../lib/adapters/http/network';
import type { NetworkAccess } from '../../lib/adapters/observe/network-access';
import { networkAccessOf } from '../../lib/adapters/observe/open-network-access';
import { createPlanner } from '../../lib/adapters/onboarding/planner';
import { createTokenVerifier } from '../../lib/adapters/openid/token-verifier';
import type { HttpApiEvent, HttpApiResponse } from '../../lib/contract/http-api';
import { ok } from '../../lib/core/result';
import { PLATFORM_GROUP, SCOPES } from '../../lib/core/tenants/principal';
import type { TenantRepository } from '../../lib/core/tenants/repository';
import { createTestChecks, type TestChecks } from './checks';
import type { Engine } from './dynamodb';
import { createTestRegistrations, type TestRegistrations } from './registrations';
import { watched } from './tenant-records';

export const ISSUER = 'https://id.signpost.example';
export const AUDIENCE = 'https://discovery.signpost.example/v1';
export const NOW = Date.parse('2026-11-21T12:00:00.000Z');

type Claims = Readonly<Record<string, unknown>>;
type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** An OpenID provider without a network: its documents, and tokens that it signs. */
export interface Provider {
  readonly fetch: typeof fetch;
  /** A key of another algorithm that it publishes as well. */
  readonly otherKey: { readonly alg: string; readonly key: KeyPair['privateKey']; readonly kid: string };
  token(
    claims?: Claims,
    options?: { alg?: string; key?: KeyPair['privateKey'] | Uint8Array; kid?: string },
  ): Promise<string>;
  /** What it answers from now on. */
  documents: Record<string, unknown>;
}

export async function startProvider(): Promise<Provider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const other = await generateKeyPair('ES256');
  const jwks = {
    keys: [
      { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' },
      { ...(await exportJWK(other.publicKey)), kid: 'es', alg: 'ES256', use: 'sig' },
    ],
  };
  const provider: Provider = {
    otherKey: { alg: 'ES256', key: other.privateKey, kid: 'es' },
    documents: {
      [`${ISSUER}/.well-known/openid-configuration`]: { issuer: ISSUER, jwks_uri: `${ISSUER}/jwks` },
      [`${ISSUER}/jwks`]: jwks,
    },
    fetch: async (url) => {
      const document = provider.documents[String(url)];
      return document === undefined ? new Response('', { status: 502 }) : Response.json(document);
    },
    token: (claims = {}, { alg = 'RS256', key = privateKey, kid = 'k1' } = {}) =>
      new SignJWT({ sub: 'person-1', client_id: 'console', ...claims })
        .setProtectedHeader({ alg, kid })
        .setIssuer(String(claims['iss'] ?? ISSUER))
        .setAudience(String(claims['aud'] ?? AUDIENCE))
        .setExpirationTime(Number(claims['exp'] ?? NOW / 1000 + 300))
        .sign(key),
  };
  return provider;
}

const READ_WRITE = `${SCOPES.read} ${SCOPES.write}`;

/** Claims of the people and machines that ask. */
export const claims = {
  platform: { groups: [PLATFORM_GROUP], scope: READ_WRITE },
  platformReadOnly: { groups: [PLATFORM_GROUP], scope: SCOPES.read },
  machine: { sub: 'cli', client_id: 'cli', scope: `${READ_WRITE} ${SCOPES.platform}` },
  acme: { groups: ['signpost-tenant-acme'], scope: READ_WRITE },
  globex: { groups: ['signpost-tenant-globex'], scope: READ_WRITE },
} as const;

export interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** The API on a table of its own. Each answer is checked against the OpenAPI document. */
export interface Api {
  readonly repository: TenantRepository;
  readonly registrations: TestRegistrations;
  readonly checks: TestChecks;
  /** What plans observe: no host answers. */
  access: NetworkAccess;
  planPatienceMs: number;
  readonly lines: string[];
  /** Names of the calls of the repository, in order. */
  readonly calls: string[];
  now: number;
  /** What CloudWatch counts. */
  countInvocations: ApiParts['countInvocations'];
  /** Called before each call of the repository; may throw. */
  beforeCall: (name: string) => void;
  ask(request: Ask): Promise<Answer>;
}

const NOWHERE: Network = { name: 'nowhere', route: () => undefined };

export async function startApi(engine: Engine, provider: Provider): Promise<Api> {
  const table = await engine.createTable();
  const plain = createTenantRepository(engine.client, table);
  const registrations = createTestRegistrations(engine.client, table, ['acme', 'globex'], () => api.now);
  const checks = createTestChecks(engine.client, table, () => api.now);
  let ids = 0;
  const api: Api = {
    repository: plain,
    registrations,
    countInvocations: async () => ok([]),
    checks,
    access: networkAccessOf({ network: NOWHERE, allowInternal: false, timeoutMs: 1000 }),
    planPatienceMs: 10_000,
    lines: [],
    calls: [],
    now: NOW,
    beforeCall: () => {},
    ask: async ({ method = 'GET', path, query = '', token, body, headers = {} }) => {
      const event: HttpApiEvent = {
        rawPath: path,
        rawQueryString: query,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        requestContext: { requestId: 'request-1', http: { method } },
      };
      const response = await answerEvent(event, (request) => app.fetch(request));
      checkAgainstDocument(method, path, response);
      const { statusCode: status, body: text } = response;
      return { status, headers: response.headers, text, json: JSON.parse(text) };
    },
  };
  const app = createApi({
    repository: watched(plain, (name) => {
      api.calls.push(name);
      api.beforeCall(name);
    }),
    clusters: [
      { name: 'na1', url: 'https://na1.mdm.example' },
      { name: 'eu1', url: 'https://eu1.mdm.example' },
    ],
    servers: createServerList(engine.client, table),
    countInvocations: (from, to) => api.countInvocations(from, to),
    registrations: async () => registrations.ports,
    checks: () => checks.ports,
    plan: () => createPlanner({ access: api.access, stage: 'test', patienceMs: api.planPatienceMs }),
    verify: createTokenVerifier({ issuer: ISSUER, audience: AUDIENCE, fetch: provider.fetch, now: () => api.now }),
    now: () => api.now,
    newId: () => {
      ids += 1;
      return `e${ids}`;
    },
    write: (line) => api.lines.push(line),
  });
  return api;
}

const document = buildDocument();

/** A response must be one that the document announces, by its status, its content type and its body. */
function checkAgainstDocument(method: string, path: string, { statusCode, headers, body }: HttpApiResponse): void {
  const template = Object.keys(document.paths).find((each) => matches(each, path));
  const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
  if (!operation) {
    if (![401, 404].includes(statusCode)) throw new Error(`${method} ${path} is not in the document`);
    return;
  }
  const response = operation.responses[statusCode];
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const content = (response?.['content'] ?? {}) as Record<string, { schema: { $ref: string } }>;
  const ref = content[type]?.schema.$ref.split('/').at(-1);
  if (ref === undefined) throw new Error(`${method} ${path}: ${statusCode} ${type} is not in the document`);
  schemaNamed(ref).parse(JSON.parse(body));
}

function matches(template: string, path: string): boolean {
  return new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);
}

const schemas = new Map<string, z.ZodType>();

function schemaNamed(name: string): z.ZodType {
  const known = schemas.get(name);
  if (known) return known;
  const text = JSON.stringify(document.components.schemas).replaceAll('#/components/schemas/', '#/$defs/');
  const schema = z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs: JSON.parse(text) });
  schemas.set(name, schema);
  return schema;
}
