import { discoveryDomainOf } from '../../contract/backend';
import {
  CONFIGURATION_PATH,
  CONSOLE_API_PATH,
  type ConsoleConfiguration,
  consoleConfiguration,
  consoleSecurityHeaders,
  isConsolePage,
  LOCAL_PROVIDER_PATH,
} from '../../contract/console';
import { audienceOf, issuerOf, LOCAL_CONSOLE_CLIENT } from '../../contract/identity';
import type { Config } from '../../core/tenants/fleet';
import type { Backend } from '../backend';
import type { OriginAnswer, OriginRequest } from '../cloudfront/ask-origin';
import { type Fields, type OutgoingResponse, splitTarget } from '../http-message';
import { json, plain } from '../simulation/host';
import { readStaticFile } from './files';

/** Answers every request of a browser on this machine to the console's address. */
export type ConsoleHost = (request: OriginRequest) => Promise<OutgoingResponse>;

interface ConsoleParts {
  readonly config: Config;
  /** Folder of the built console, once it is built. */
  readonly directory: Promise<string>;
  readonly backend: Pick<Backend, 'answer' | 'askProvider'>;
}

const INDEX = '/index.html';

/**
 * The console with API and OpenID provider under one address, which a browser needs neither DNS nor a certificate for.
 * On AWS the console's distribution does the same, and the provider has a host of its own.
 */
export function createConsoleHost({ config, directory, backend }: ConsoleParts): ConsoleHost {
  const headers = Object.entries(consoleSecurityHeaders([]));
  const configuration = localConfiguration(config);
  const apiHost = discoveryDomainOf(config);
  const built = directory.catch(notBuilt);
  return async (request) => {
    const { path } = splitTarget(request.target);
    if (isBelow(path, CONSOLE_API_PATH)) return answered(await backend.answer(toApi(request, apiHost)));
    if (isBelow(path, LOCAL_PROVIDER_PATH)) return answered(await backend.askProvider(request));
    const response = await serve(path, request.method, configuration, built);
    return { ...response, fields: [...response.fields, ...headers] };
  };
}

interface NotBuilt {
  readonly message: string;
}

/** A developer of the console reads the reason in the browser; the rest of the local cloud is not affected. */
function notBuilt(error: unknown): NotBuilt {
  return { message: error instanceof Error ? error.message : 'The console does not build.' };
}

function localConfiguration(config: Config): ConsoleConfiguration {
  return consoleConfiguration({
    stage: config.stage,
    issuer: issuerOf(config),
    audience: audienceOf(config),
    clientId: LOCAL_CONSOLE_CLIENT.id,
    metadataUrl: `${LOCAL_PROVIDER_PATH}/.well-known/openid-configuration`,
  });
}

/** As CloudFront asks an origin: by https, under the origin's own name. */
// rule: console.authorization
function toApi(request: OriginRequest, host: string): OriginRequest {
  const fields: Fields = [...request.fields.filter(([name]) => name.toLowerCase() !== 'host'), ['Host', host]];
  return { ...request, host, secure: true, fields };
}

async function serve(
  path: string,
  method: string,
  configuration: ConsoleConfiguration,
  directory: Promise<string | NotBuilt>,
): Promise<OutgoingResponse> {
  if (method !== 'GET' && method !== 'HEAD') return plain(403, 'Only GET and HEAD are answered here.');
  if (path === CONFIGURATION_PATH) return withoutCache(json(200, configuration));
  // rule: console.pages
  const name = isConsolePage(path) ? INDEX : path;
  const folder = await directory;
  if (typeof folder !== 'string') return plain(500, folder.message);
  const file = readStaticFile(folder, name);
  if (!file) return plain(404, 'There is no such file.');
  const response = { status: 200, fields: [['Content-Type', file.type]] as const, body: file.body };
  // The name of an asset holds its digest.
  return isBelow(name, '/assets') ? cached(response, 'public, max-age=31536000, immutable') : withoutCache(response);
}

function withoutCache(response: OutgoingResponse): OutgoingResponse {
  return cached(response, 'no-cache');
}

function cached(response: OutgoingResponse, cacheControl: string): OutgoingResponse {
  return { ...response, fields: [...response.fields, ['Cache-Control', cacheControl]] };
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

function answered(answer: OriginAnswer): OutgoingResponse {
  return typeof answer === 'object' ? answer : plain(503, 'This service does not answer.');
}
