import { Option } from 'commander';
import { type ApiClient, createApiClient } from '../adapters/api/client';
import { readApiCredentials } from '../adapters/api/credentials';
import { readLocalState } from '../adapters/files/local-state';
import { internet, localNetwork } from '../adapters/http/network';
import { loadFleet } from '../adapters/project/project-files';
import { discoveryDomainOf } from '../contract/backend';
import { issuerOf, LOCAL_MACHINE_CLIENT } from '../contract/identity';
import { LOCAL_STAGE } from '../contract/names';
import { type Problem, problem } from '../core/problems';
import type { Config } from '../core/tenants/fleet';

/** `--target`: whose management API a command talks to. */
export function apiTargetOption(): Option {
  return new Option('--target <name>', '"local", or the stage of signpost.config.ts (default: local while it runs)');
}

/** A management API to talk to. */
export interface Api {
  readonly call: ApiClient;
  /** First line of a command's output. */
  readonly title: string;
  readonly target: string;
}

export type ApiResult =
  | { readonly ok: true; readonly value: Api }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly exitCode: 1 | 2 | 64 };

/** The API of the wanted target. Problem codes: `cli.*`, `api.no-credentials`, and those of the project's files. */
export async function findApi(projectDirectory: string, wanted: string | undefined): Promise<ApiResult> {
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return { ok: false, problems: fleet.problems, exitCode: 1 };
  const { config } = fleet.value;
  const running = readLocalState(projectDirectory);
  if (wanted === LOCAL_STAGE || (wanted === undefined && (running || config.stage === LOCAL_STAGE))) {
    if (!running) return refuse(noLocalCloud(), 2);
    const network = localNetwork(running);
    const call = createApiClient({ network, ...placesOf(config), client: LOCAL_MACHINE_CLIENT });
    return { ok: true, value: { call, title: 'Target: the local cloud', target: LOCAL_STAGE } };
  }
  if (wanted !== undefined && wanted !== config.stage) return refuse(unknownTarget(wanted, config), 64);
  const client = readApiCredentials();
  if (!client) return refuse(noCredentials(config), 2);
  const call = createApiClient({ network: internet, ...placesOf(config), client });
  return { ok: true, value: { call, title: `Target: ${config.stage}`, target: config.stage } };
}

function placesOf(config: Config): { readonly host: string; readonly issuer: string } {
  return { host: discoveryDomainOf(config), issuer: issuerOf(config) };
}

function refuse(problem: Problem, exitCode: 2 | 64): ApiResult {
  return { ok: false, problems: [problem], exitCode };
}

function noLocalCloud(): Problem {
  return problem(
    'cli.no-local-cloud',
    'Cannot reach the local cloud: none runs; expected `npm start` in another terminal',
  );
}

function unknownTarget(wanted: string, { stage }: Config): Problem {
  const known = [...new Set([LOCAL_STAGE, stage])].map((name) => `"${name}"`).join(' or ');
  return problem('cli.usage', `Cannot use the target "${wanted}"; expected ${known}`);
}

function noCredentials({ stage }: Config): Problem {
  const message = `Cannot sign in at the stage "${stage}": the environment has no client; expected SIGNPOST_CLIENT_ID and SIGNPOST_CLIENT_SECRET`;
  return problem('api.no-credentials', message);
}
