import { type Aws, createAws, createLocalAws } from '../../adapters/aws/clients';
import type { DnsServer } from '../../adapters/dns/resolver';
import { readLocalState } from '../../adapters/files/local-state';
import { loadFleet } from '../../adapters/project/project-files';
import { LOCAL_STAGE } from '../../contract/names';
import type { Problem } from '../../core/problems';
import type { Fleet } from '../../core/tenants/fleet';
import { type Api, findApi } from '../api';
import type { Context } from '../context';
import { findOnboardingAccess, type OnboardingAccess } from '../onboarding-access';

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
export interface OffboardSession {
  readonly context: Context;
  readonly options: OffboardOptions;
  readonly fleet: Fleet;
  readonly api: Api;
  readonly aws: Aws;
  readonly access: OnboardingAccess;
}

export type SessionResult =
  | { readonly ok: true; readonly value: OffboardSession }
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
  const access = findOnboardingAccess(projectDirectory, { ...options, target: local ? 'local' : 'internet' });
  if (!access.ok) return { ok: false, problems: [access.problem], exitCode: 2 };
  const awsUrl = local ? readLocalState(projectDirectory)?.awsUrl : undefined;
  const aws = awsUrl === undefined ? createAws() : createLocalAws(awsUrl);
  return { ok: true, value: { context, options, fleet: fleet.value, api: api.value, aws, access: access.value } };
}
