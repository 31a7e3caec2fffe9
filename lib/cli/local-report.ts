import { relative } from 'node:path';
import { createAsk } from '../adapters/http';
import { localNetwork } from '../adapters/network';
import { discoveryDomainOf } from '../contract/backend';
import { describePolicy } from '../core/discovery/describe-policy';
import type { Ask } from '../core/discovery/journey';
import type { Domain, Fleet, Tenant } from '../core/tenants/fleet';
import type { Cloud } from '../local/cloud';
import { type Visit, visitDomain } from './rehearsal';
import { formatTable } from './table';

const HEADER = ['TENANT', 'DOMAIN', 'WEBSITE', 'DECIDED BY', 'DEVICES ARE TOLD', 'SIMULATED DEVICES'];

/** What a running local cloud shows: every domain and how simulated devices fared there, and how to go on. */
export async function reportLocalCloud(
  fleet: Fleet,
  cloud: Cloud,
  projectDirectory: string,
): Promise<readonly string[]> {
  const ask = createAsk(localNetwork({ ...cloud, ca: cloud.caPem }), 10);
  const rows: string[][] = [];
  for (const tenant of fleet.tenants) {
    for (const domain of tenant.domains) rows.push(await describeDomain(tenant, domain, ask));
  }
  const nothing = ['No tenants yet: add a file to tenants/, such as tenants/acme.ts, and start again.'];
  const table = rows.length === 0 ? nothing : formatTable(HEADER, rows);
  return [
    '',
    ...table,
    ...howToAsk(fleet, cloud, projectDirectory),
    ...howToManage(fleet, cloud),
    '',
    'Ctrl-C stops it.',
  ];
}

async function describeDomain(tenant: Tenant, domain: Domain, ask: Ask): Promise<string[]> {
  const told = describePolicy(domain.policy).join('\n');
  const visits = describeVisits(await visitDomain(domain, ask));
  return [tenant.id, domain.name, describeWebsite(domain), domain.kind === 'front' ? domain.decide : '–', told, visits];
}

function describeWebsite(domain: Domain): string {
  if (domain.kind === 'elsewhere') return "customer's own";
  switch (domain.website.kind) {
    case 'none':
      return '404';
    case 'redirect':
      return `→ ${new URL(domain.website.to).host}`;
    case 'passThrough':
      return `passed to ${domain.website.origin}`;
  }
}

/** `✓ 4 of 4 enroll, all told as declared`, or who was told something else. */
function describeVisits(visits: readonly Visit[]): string {
  const astray = visits.filter(({ asDeclared }) => !asDeclared);
  if (astray.length > 0) return `✗ told otherwise: ${astray.map(({ family }) => family).join(', ')}`;
  return `✓ ${visits.filter(({ enrolls }) => enrolls).length} of ${visits.length} enroll, all told as declared`;
}

function howToAsk(fleet: Fleet, { httpsPort, caFile }: Cloud, projectDirectory: string): readonly string[] {
  const domain = fleet.tenants.flatMap((tenant) => tenant.domains)[0]?.name;
  if (domain === undefined) return [];
  const url = `https://${domain}/.well-known/com.apple.remotemanagement?user-identifier=user@${domain}&model-family=iPhone`;
  return [
    '',
    'Ask as a device would, hop by hop, from another terminal:',
    `  npx signpost device user@${domain}`,
    'Or with curl:',
    `  curl -i -L --cacert ${relative(projectDirectory, caFile)} --connect-to ::127.0.0.1:${httpsPort} '${url}'`,
  ];
}

/** Only where the app has a backend, and a domain that it decides. */
function howToManage({ config, tenants }: Fleet, { backend }: Cloud): readonly string[] {
  const fronts = tenants.flatMap(({ domains }) => domains.filter((domain) => domain.kind === 'front'));
  const domain = fronts.find(({ decide }) => decide === 'backend')?.name;
  if (!backend || domain === undefined) return [];
  return [
    '',
    `Change what devices of ${domain} are told, at once (API at https://${discoveryDomainOf(config)}/v1):`,
    `  npx signpost override set ${domain} --absent --why "trying it out" --for 10m`,
    '  npx signpost tenants',
  ];
}
