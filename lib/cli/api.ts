import type { Command } from 'commander';
import type { z } from 'zod';
import { type ApiCall, type ApiClient, createApiClient } from '../adapters/api/client';
import { readApiCredentials } from '../adapters/api/credentials';
import { readLocalState } from '../adapters/files/local-state';
import { internet, type Network } from '../adapters/http/network';
import { loadFleet } from '../adapters/project/project-files';
import { discoveryDomainOf } from '../contract/backend';
import { issuerOf, LOCAL_MACHINE_CLIENT } from '../contract/identity';
import { LOCAL_STAGE } from '../contract/names';
import { maskAddresses } from '../core/discovery/mask';
import { type Problem, problem } from '../core/problems';
import { failed, ok, type Result } from '../core/result';
import type { Config } from '../core/tenants/fleet';
import { type Attempt, done, type Output, type Refusal, refusal } from './action';
import type { Context } from './context';
import { findLocalNetwork } from './target';

/** Options of every command that calls the management API. */
export interface ApiOptions {
  readonly json?: true;
  readonly target?: string;
}

/** Adds `--json` and `--target`: the deployment whose management API a command calls. */
export function withApiOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON document')
    .option('--target <name>', '"local", or the stage of signpost.config.ts (default: local while it runs)');
}

/** The management API of a target. */
export interface Api {
  readonly call: ApiClient;
  /** First line of a command's output. */
  readonly title: string;
  readonly target: string;
}

/** The API of the wanted target. Problem codes: `cli.*`, `api.no-credentials`, and those of the project's files. */
export async function findApi(projectDirectory: string, wanted: string | undefined): Promise<Attempt<Api>> {
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return refusal(fleet, 1);
  const { config } = fleet.value;
  const isRunning = readLocalState(projectDirectory) !== undefined;
  if (wanted === LOCAL_STAGE || (wanted === undefined && (isRunning || config.stage === LOCAL_STAGE))) {
    const network = findLocalNetwork(projectDirectory);
    if (!network.ok) return refusal(network, 2);
    const call = createLocalApiClient(config, network.value);
    return done({ call, title: 'Target: the local cloud', target: LOCAL_STAGE });
  }
  if (wanted !== undefined && wanted !== config.stage) return refusal({ problem: unknownTarget(wanted, config) }, 64);
  const client = readApiCredentials();
  if (!client) return refusal({ problem: noCredentials(config) }, 2);
  const call = createApiClient({ network: internet, ...placesOf(config), client });
  return done({ call, title: `Target: ${config.stage}`, target: config.stage });
}

/** The API of a local cloud, as its machine client. */
export function createLocalApiClient(config: Config, network: Network): ApiClient {
  return createApiClient({ network, ...placesOf(config), client: LOCAL_MACHINE_CLIENT });
}

function placesOf(config: Config): { readonly host: string; readonly issuer: string } {
  return { host: discoveryDomainOf(config), issuer: issuerOf(config) };
}

function unknownTarget(wanted: string, { stage }: Config): Problem {
  const known = [...new Set([LOCAL_STAGE, stage])].map((name) => `"${name}"`).join(' or ');
  return problem('cli.usage', `Cannot use the target "${wanted}"; expected ${known}`);
}

function noCredentials({ stage }: Config): Problem {
  const message = `Cannot sign in to the stage "${stage}": the environment has no client; expected SIGNPOST_CLIENT_ID and SIGNPOST_CLIENT_SECRET`;
  return problem('api.no-credentials', message);
}

/** Calls the API and parses its answer. Problem codes: `api.*`, and every code that the API answers with. */
export async function callFor<S extends z.ZodType>(
  call: ApiClient,
  request: ApiCall,
  schema: S,
  what: string,
): Promise<Result<z.output<S>>> {
  const reply = await call(request);
  if (!reply.ok) return reply;
  const parsed = schema.safeParse(reply.value.body);
  return parsed.success ? ok(parsed.data) : failed(unexpectedAnswer(what));
}

/** The command line and the API are of different versions. */
export function unexpectedAnswer(what: string): Problem {
  const message = `Cannot read ${what}: the API answered in another form; expected the form of this version of Signpost`;
  return problem('api.unreachable', message);
}

/** Finds the API, acts, and names the target in what the action returns. */
export async function withApi(
  { projectDirectory }: Context,
  { target }: ApiOptions,
  act: (api: Api) => Promise<Result<Output>>,
): Promise<Attempt<Output>> {
  const api = await findApi(projectDirectory, target);
  if (!api.ok) return api;
  const output = await act(api.value);
  return output.ok ? done(withTarget(api.value, output.value)) : refusal(output, exitCodeOf(output.problem));
}

/** The same for a command about one server, whose path the action receives. */
export async function withServer(
  context: Context,
  server: string,
  options: ApiOptions,
  act: (api: Api, path: string) => Promise<Result<Output>>,
): Promise<Attempt<Output>> {
  const path = serverPath(server);
  return path.ok ? withApi(context, options, (api) => act(api, path.value)) : refusal(path, 64);
}

/** Puts the target before the lines and into the document. */
export function withTarget({ target, title }: Api, output: Output): Output {
  const document = { version: 1, target, ...output.document };
  return { ...output, document, lines: [title, '', ...output.lines] };
}

/** `<tenant>/<server>` as the path of the API. Problem code: `cli.usage`. */
export function serverPath(text: string): Result<string> {
  const [, tenant, server] = /^([a-z][a-z0-9-]*)\/([a-z][a-z0-9-]*)$/.exec(text) ?? [];
  if (tenant !== undefined && server !== undefined) return ok(`/v1/tenants/${tenant}/servers/${server}`);
  const message = `Cannot find the server "${maskAddresses(text)}"; expected <tenant>/<server>, such as acme/main`;
  return failed(problem('cli.usage', message));
}

const COULD_NOT_ASK: readonly Problem['code'][] = [
  'api.unreachable',
  'api.sign-in-failed',
  'api.provider-unreachable',
  'api.busy',
  'api.internal',
];

function exitCodeOf({ code }: Problem): Refusal['exitCode'] {
  if (code === 'cli.usage') return 64;
  return COULD_NOT_ASK.includes(code) ? 2 : 1;
}
