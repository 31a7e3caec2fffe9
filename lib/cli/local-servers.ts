import type { ApiClient } from '../adapters/api/client';
import { localNetwork } from '../adapters/http/network';
import { type AddeUrlView, addeUrlSchema } from '../contract/api/registration-schemas';
import { type Ask, runJourney } from '../core/discovery/journey';
import { reportJourney } from '../core/discovery/journey-report';
import type { OsVersion } from '../core/discovery/os-support';
import { describeProblem } from '../core/problems';
import { isUnderWay } from '../core/registration/registration';
import type { Result } from '../core/result';
import type { Domain, Fleet, Server, Tenant } from '../core/tenants/fleet';
import type { Cloud } from '../local/cloud';
import { callFor, createLocalApiClient } from './api';
import { formatTable } from './table';

const HEADER = ['TENANT', 'SERVER', 'ADDE URL', 'SET TIME', 'STATE'];

/**
 * Sets the ADDE URL of every server with a shared token that has no request yet, as an administrator would in the console,
 * and shows what Apple holds then. Empty where there are no servers.
 */
export async function settleLocalServers(fleet: Fleet, cloud: Cloud): Promise<readonly string[]> {
  const servers = fleet.tenants.flatMap((tenant) => tenant.servers.map((server) => ({ tenant, server })));
  if (!cloud.backend || servers.length === 0) return [];
  const call = createLocalApiClient(fleet.config, localNetwork({ ...cloud, ca: cloud.caPem }));
  const rows: string[][] = [];
  for (const { tenant, server } of servers) {
    const view = await settle(call, tenant, server);
    rows.push([
      tenant.id,
      server.name,
      ...(view.ok ? describeStatus(view.value) : ['–', '–', describeProblem(view.problem)]),
    ]);
  }
  return ['', ...formatTable(HEADER, rows)];
}

/** A scheduled run may hold the same server at this moment: then the call is repeated. */
const ROUNDS = 5;

async function settle(call: ApiClient, tenant: Tenant, server: Server): Promise<Result<AddeUrlView>> {
  const path = `/v1/tenants/${tenant.id}/servers/${server.name}/adde-url`;
  const ask = (method: 'GET' | 'PUT' | 'POST', suffix = '') =>
    callFor(
      call,
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

/** The first OS with Apple's fallback, and one without it. */
const OS: readonly OsVersion[] = [
  [18, 2],
  [17, 0],
];

/** What iPhones do whose domain answers 404, by their OS; empty where no domain with a server does so. */
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
  const title = `${domain.name} answers devices with 404. Devices that support Apple's fallback go on to the ADDE URL:`;
  return ['', title, ...(await Promise.all(lines)).flat()];
}

function absentDomains({ domains }: Tenant): readonly Domain[] {
  return domains.filter(({ policy }) => policy.rules.length === 0 && policy.otherwise.kind === 'absent');
}
