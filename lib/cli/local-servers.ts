import { createApiClient } from '../adapters/api/client';
import { localNetwork } from '../adapters/http/network';
import { type AddeUrlView, addeUrlSchema } from '../contract/api/registration-schemas';
import { discoveryDomainOf } from '../contract/backend';
import { issuerOf, LOCAL_MACHINE_CLIENT } from '../contract/identity';
import { type Ask, runJourney } from '../core/discovery/journey';
import { reportJourney } from '../core/discovery/journey-report';
import type { OsVersion } from '../core/discovery/os-support';
import { describeProblem } from '../core/problems';
import { isUnderWay } from '../core/registration/registration';
import type { Result } from '../core/result';
import type { Domain, Fleet, Server, Tenant } from '../core/tenants/fleet';
import type { Cloud } from '../local/cloud';
import type { Api } from './api';
import { callFor } from './server-api';
import { formatTable } from './table';

const HEADER = ['TENANT', 'SERVER', 'ADDE URL', 'SET TIME', 'STATE'];

/**
 * Configures the ADDE URL of every server with a shared token that nobody has decided about yet, as a person would do in
 * the console, and shows what Apple holds then. Empty where there are no servers.
 */
export async function settleLocalServers(fleet: Fleet, cloud: Cloud): Promise<readonly string[]> {
  const servers = fleet.tenants.flatMap((tenant) => tenant.servers.map((server) => ({ tenant, server })));
  if (!cloud.backend || servers.length === 0) return [];
  const api = apiOf(fleet, cloud);
  const rows: string[][] = [];
  for (const { tenant, server } of servers) {
    const view = await settle(api, tenant, server);
    rows.push([
      tenant.id,
      server.name,
      ...(view.ok ? describeStatus(view.value) : ['–', '–', describeProblem(view.problem)]),
    ]);
  }
  return ['', ...formatTable(HEADER, rows)];
}

function apiOf({ config }: Fleet, cloud: Cloud): Pick<Api, 'call'> {
  const network = localNetwork({ ...cloud, ca: cloud.caPem });
  const places = { host: discoveryDomainOf(config), issuer: issuerOf(config) };
  return { call: createApiClient({ network, ...places, client: LOCAL_MACHINE_CLIENT }) };
}

/** The schedule may be at the same server at this moment: then it has to be asked once more. */
const ROUNDS = 5;

async function settle(api: Pick<Api, 'call'>, tenant: Tenant, server: Server): Promise<Result<AddeUrlView>> {
  const path = `/v1/tenants/${tenant.id}/servers/${server.name}/adde-url`;
  const ask = (method: 'GET' | 'PUT' | 'POST', suffix = '') =>
    callFor(
      api,
      { method, path: path + suffix, ...(method === 'PUT' ? { body: {} } : {}) },
      addeUrlSchema,
      'the ADDE URL',
    );
  let view = await ask('GET');
  if (view.ok && view.value.wanted === undefined && server.token.kind === 'shared') view = await ask('PUT');
  for (let round = 0; round < ROUNDS && view.ok && isUnderWay(view.value); round += 1)
    view = await ask('POST', '/refresh');
  return view;
}

function describeStatus({ observed, state, fault }: AddeUrlView): string[] {
  const [url, setTime] = observed.kind === 'url' ? [observed.url, observed.setTime] : [undefined, undefined];
  return [url ?? '–', setTime ?? '–', fault ? `${state}: ${fault.code}` : state];
}

/** The first OS with the fallback, and one without. */
const OS: readonly OsVersion[] = [
  [18, 2],
  [17, 0],
];

/** How iPhones fare whose domain answers nothing, by the age of their OS; empty where no domain of a tenant is like that. */
export async function reportFallback({ tenants }: Fleet, ask: Ask): Promise<readonly string[]> {
  const domain = tenants.filter(({ servers }) => servers.length > 0).flatMap(absentDomains)[0];
  if (!domain) return [];
  const lines = OS.map(async (os) => {
    const identifier = { text: `user@${domain.name}`, domain: domain.name };
    const { sentence } = reportJourney(await runJourney({ identifier, family: 'iPhone', os }, ask));
    return [
      `  npx signpost device user@${domain.name} --os ${os.filter((part, index) => index === 0 || part > 0).join('.')}`,
      `    ${sentence}`,
    ];
  });
  const title = `${domain.name} answers devices with 404. Those that know Apple's fallback go on to the ADDE URL:`;
  return ['', title, ...(await Promise.all(lines)).flat()];
}

function absentDomains({ domains }: Tenant): readonly Domain[] {
  return domains.filter(({ policy }) => policy.rules.length === 0 && policy.otherwise.kind === 'absent');
}
