import { type Aws, createAws, createLocalAws } from '../../adapters/aws';
import type { DnsServer } from '../../adapters/dns';
import { readLocalState } from '../../adapters/local-state';
import { loadFleet } from '../../adapters/project-files';
import { LOCAL_STAGE } from '../../contract/names';
import type { Problem } from '../../core/problems';
import type { Fleet } from '../../core/tenants/fleet';
import { type Api, findApi } from '../api';
import type { Context } from '../context';
import { findProspect, type Prospect } from '../outside';

export interface OffboardOptions {
  readonly yes?: string;
  /** Seconds. */
  readonly every: number;
  readonly customer?: true;
  readonly json?: true;
  readonly target?: string;
  readonly resolver?: DnsServer;
}

/** What one run works with. */
export interface Session {
  readonly context: Context;
  readonly options: OffboardOptions;
  readonly fleet: Fleet;
  readonly api: Api;
  readonly aws: Aws;
  readonly prospect: Prospect;
}

export type SessionResult =
  | { readonly ok: true; readonly value: Session }
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly exitCode: 1 | 2 | 64 };

/**
 * API, AWS and the world outside of the same target: a local cloud has all three of its own. Problem codes: those of
 * `findApi` and of the project's files.
 */
export async function openSession(context: Context, options: OffboardOptions): Promise<SessionResult> {
  const { projectDirectory } = context;
  const api = await findApi(projectDirectory, options.target);
  if (!api.ok) return api;
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return { ok: false, problems: fleet.problems, exitCode: 1 };
  const local = api.value.target === LOCAL_STAGE;
  const prospect = findProspect(projectDirectory, { ...options, target: local ? 'local' : 'internet' });
  if (!prospect.ok) return { ok: false, problems: [prospect.problem], exitCode: 2 };
  const awsUrl = local ? readLocalState(projectDirectory)?.awsUrl : undefined;
  const aws = awsUrl === undefined ? createAws() : createLocalAws(awsUrl);
  return { ok: true, value: { context, options, fleet: fleet.value, api: api.value, aws, prospect: prospect.value } };
}
