import { type Aws, createAws, createLocalAws } from '../../adapters/aws/clients';
import type { DnsServer } from '../../adapters/dns/resolver';
import { readLocalState } from '../../adapters/files/local-state';
import { loadFleet } from '../../adapters/project/project-files';
import { LOCAL_STAGE } from '../../contract/names';
import type { Fleet } from '../../core/tenants/fleet';
import { type Attempt, done, refusal } from '../action';
import { type Api, type ApiOptions, findApi } from '../api';
import type { Context } from '../context';
import { findOnboardingAccess, type OnboardingAccess } from '../onboarding-access';

export interface OffboardOptions extends ApiOptions {
  readonly yes?: string;
  /** Seconds. */
  readonly every: number;
  readonly customer?: true;
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

/**
 * API, AWS and network access of the same target: a local cloud has its own of all three. Problem codes: those of
 * `findApi` and of the project's files.
 */
export async function openSession(context: Context, options: OffboardOptions): Promise<Attempt<OffboardSession>> {
  const { projectDirectory } = context;
  const api = await findApi(projectDirectory, options.target);
  if (!api.ok) return api;
  const fleet = await loadFleet(projectDirectory);
  if (!fleet.ok) return refusal(fleet, 1);
  const local = api.value.target === LOCAL_STAGE;
  const access = findOnboardingAccess(projectDirectory, { ...options, target: local ? 'local' : 'internet' });
  if (!access.ok) return refusal(access, 2);
  const awsUrl = local ? readLocalState(projectDirectory)?.awsUrl : undefined;
  const aws = awsUrl === undefined ? createAws() : createLocalAws(awsUrl);
  return done({ context, options, fleet: fleet.value, api: api.value, aws, access: access.value });
}
