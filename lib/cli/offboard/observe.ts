import { observeLeaving } from '../../adapters/onboarding/offboarding';
import { addeUrlSchema, controlsSchema, tokenSchema } from '../../contract/api/registration-schemas';
import { serverListSchema } from '../../contract/api/schemas';
import { edgeFunctionName, LOCAL_STAGE, tenantStackName } from '../../contract/names';
import type { OffboardFacts, ServerFacts } from '../../core/offboarding/facts';
import { ok, type Result } from '../../core/result';
import { type Api, callFor } from '../api';
import { listAllTenants } from '../api-lists';
import type { OffboardSession } from './session';
import { findOffboardSubject, type OffboardSubject } from './subject';

/** A tenant, and the facts observed now. */
export interface OffboardObservation {
  readonly subject: OffboardSubject;
  readonly facts: OffboardFacts;
}

/**
 * Observes a tenant in the API, in AWS and in DNS. It fails without the API, as Apple comes first; what AWS or DNS do not
 * answer is unknown. Problem codes: `tenant.not-found`, and those of the API.
 */
export async function observeOffboarding(session: OffboardSession, word: string): Promise<Result<OffboardObservation>> {
  const { fleet, api, aws, access } = session;
  const { config } = fleet;
  const tenants = await listAllTenants(api.call);
  if (!tenants.ok) return tenants;
  const subject = findOffboardSubject(fleet, tenants.value, word);
  if (!subject.ok) return subject;
  const { id, declared, known, domains } = subject.value;
  const servers = known ? await readServers(api, id) : ok([]);
  if (!servers.ok) return servers;
  const account = config.account === undefined ? {} : { account: config.account };
  const seen = await observeLeaving({ access, aws, domains, ...account });
  const facts: OffboardFacts = {
    tenant: id,
    target: api.target === LOCAL_STAGE ? 'local' : 'account',
    stage: config.stage,
    stack: tenantStackName(config.stage, id),
    hasFile: declared !== undefined,
    ...(known ? { backend: known } : {}),
    servers: servers.value,
    gate: await readGate(api),
    ...seen,
    edgeFunction: edgeFunctionName(config.stage),
    clusterHosts: fleet.clusters.map(({ url }) => new URL(url).hostname),
  };
  return ok({ subject: subject.value, facts });
}

/** Every server that the backend knows: one that was removed from the file may still be registered with Apple. */
async function readServers(api: Api, tenant: string): Promise<Result<readonly ServerFacts[]>> {
  const path = `/v1/tenants/${tenant}/servers`;
  const list = await callFor(api.call, { method: 'GET', path }, serverListSchema, 'the list of servers');
  if (!list.ok) return list;
  const servers: ServerFacts[] = [];
  for (const { name, token } of list.value.items) {
    const adde = await callFor(
      api.call,
      { method: 'GET', path: `${path}/${name}/adde-url` },
      addeUrlSchema,
      'the ADDE URL',
    );
    if (!adde.ok) return adde;
    const held = await callFor(
      api.call,
      { method: 'GET', path: `${path}/${name}/token` },
      tokenSchema,
      'the server token',
    );
    if (!held.ok) return held;
    servers.push({ name, token, hasToken: held.value.kept !== false, adde: adde.value });
  }
  return ok(servers);
}

/** A client without permission to read the controls meets them at the first change at Apple. */
async function readGate(api: Api): Promise<OffboardFacts['gate']> {
  const controls = await callFor(api.call, { method: 'GET', path: '/v1/controls' }, controlsSchema, 'the controls');
  if (!controls.ok) return 'open';
  const { appleWrites, brakeSince } = controls.value;
  if (appleWrites === 'observeOnly') return 'observe-only';
  return brakeSince === undefined ? 'open' : 'brake';
}
