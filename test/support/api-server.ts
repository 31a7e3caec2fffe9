import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import { writeLocalState } from '../../lib/adapters/files/local-state';
import type { LocalEndpoints } from '../../lib/adapters/http/network';
import { LOCAL_DISCOVERY_DOMAIN } from '../../lib/contract/backend';
import { LOCAL_ISSUER, LOCAL_MACHINE_CLIENT } from '../../lib/contract/identity';
import { openAuthority } from '../../lib/local/tls/authority';
import { type Api, claims, type Provider } from './api';

/** The API and its provider's sign-in on a loopback port, announced to a project as its local cloud. */
export interface ApiServer {
  /** What the token endpoint answers; a token for the machine client where nothing is set. */
  tokenAnswer?: { readonly status: number; readonly body: string };
  /** What the API's host answers in its place. */
  answer?: { readonly status: number; readonly body: string };
  /** Which requests it refuses before the API sees them, as a gateway does, and how. */
  refuse?: (request: { readonly method: string; readonly path: string }) => Reply | undefined;
  close(): Promise<void>;
}

/** What else is on this port: answers of other hosts, a name server, AWS. */
interface Beside extends Pick<LocalEndpoints, 'dnsPort' | 'awsUrl'> {
  readonly sites?: Readonly<Record<string, Reply>>;
}

export async function serveApi(
  api: Api,
  provider: Provider,
  projectDirectory: string,
  { sites = {}, ...places }: Beside = {},
): Promise<ApiServer> {
  const authority = await openAuthority(projectDirectory);
  if (!authority.ok) throw new Error(authority.problem.message);
  const hosts = [LOCAL_DISCOVERY_DOMAIN, new URL(LOCAL_ISSUER).host, ...Object.keys(sites)];
  const { certificate: cert, key } = await authority.value.issue(hosts);
  const self: ApiServer = { close: () => new Promise((resolve) => server.close(() => resolve())) };
  const server = createServer({ cert, key }, async (request, response) => {
    const body = await readBody(request);
    const { host = '' } = request.headers;
    const other = async () => sites[host] ?? (await askProvider(provider, request, self));
    const answer = host === LOCAL_DISCOVERY_DOMAIN ? await askApi(api, request, body, self) : await other();
    response.writeHead(answer.status, answer.headers).end(answer.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const ports = { httpsPort: port, httpPort: port };
  writeLocalState(projectDirectory, { ...ports, ...places, hosts, ca: authority.value.certificate });
  return self;
}

/** An answer in full. */
interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
}

async function askApi(api: Api, request: IncomingMessage, body: string, { answer, refuse }: ApiServer): Promise<Reply> {
  if (answer) return { status: answer.status, text: answer.body };
  const { pathname, search } = new URL(request.url ?? '/', 'https://x');
  const refusal = refuse?.({ method: request.method ?? '', path: pathname });
  if (refusal) return refusal;
  const { authorization = '', 'content-type': type, 'if-match': ifMatch } = request.headers;
  return api.ask({
    method: request.method,
    path: pathname,
    query: search.slice(1),
    token: authorization.replace('Bearer ', ''),
    ...(body === '' ? {} : { body }),
    headers: { ...(type ? { 'content-type': type } : {}), ...(ifMatch ? { 'if-match': ifMatch } : {}) },
  });
}

async function askProvider(provider: Provider, request: IncomingMessage, { tokenAnswer }: ApiServer): Promise<Reply> {
  if (request.method === 'GET') {
    return { status: 200, text: JSON.stringify({ issuer: LOCAL_ISSUER, token_endpoint: `${LOCAL_ISSUER}/token` }) };
  }
  if (tokenAnswer) return { status: tokenAnswer.status, text: tokenAnswer.body };
  const { id, secret } = LOCAL_MACHINE_CLIENT;
  const expected = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  if (request.headers.authorization !== expected) return { status: 401, text: '{"error":"invalid_client"}' };
  const exp = Date.now() / 1000 + 300;
  return { status: 200, text: JSON.stringify({ access_token: await provider.token({ ...claims.machine, exp }) }) };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
