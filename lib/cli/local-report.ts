import { relative } from 'node:path';
import { createAsk } from '../adapters/http/device';
import { localNetwork } from '../adapters/http/network';
import { networkAccessOf } from '../adapters/observe/open-network-access';
import { responsiveLimit } from '../adapters/timing/time-limit';
import { discoveryDomainOf } from '../contract/backend';
import { describePolicy } from '../core/discovery/describe-policy';
import type { Ask } from '../core/discovery/journey';
import type { DomainReport } from '../core/doctor/report';
import { everySubject } from '../core/doctor/subject';
import type { Domain, Fleet, Tenant } from '../core/tenants/fleet';
import type { Cloud } from '../local/cloud';
import type { Practice } from '../local/simulation/aws/practice';
import { CUSTOMER } from '../local/simulation/customer';
import { observeSubjects, reportFacts } from './doctor/observe';
import { reportFallback, settleLocalServers } from './local-servers';
import { formatTable } from './table';

const HEADER = ['TENANT', 'DOMAIN', 'WEBSITE', 'ANSWERED AT', 'ANSWER FOR DEVICES', 'SIMULATED DEVICES'];

/** What a running local cloud shows: every domain, the results of simulated devices, and the next commands. */
export async function reportLocalCloud(
  fleet: Fleet,
  cloud: Cloud,
  projectDirectory: string,
): Promise<readonly string[]> {
  const servers = await settleLocalServers(fleet, cloud);
  const reports = await examine(fleet, cloud);
  const rows = fleet.tenants.flatMap((tenant) =>
    tenant.domains.map((domain) => describeDomain(tenant, domain, reports.get(domain.name))),
  );
  const nothing = ['No tenants yet: add a file to tenants/, such as tenants/acme.ts, and start again.'];
  const table = rows.length === 0 ? nothing : formatTable(HEADER, rows);
  return [
    '',
    ...table,
    ...servers,
    ...(servers.length === 0 ? [] : await reportFallback(fleet, askLocally(cloud))),
    ...howToAsk(fleet, cloud, projectDirectory),
    ...howToManage(fleet, cloud),
    ...howToExchange(fleet, cloud),
    '',
    'Ctrl-C stops it.',
  ];
}

function askLocally(cloud: Cloud): Ask {
  return createAsk(localNetwork({ ...cloud, ca: cloud.caPem }), responsiveLimit(10_000));
}

/** The doctor's report on every domain, by name. */
async function examine(fleet: Fleet, cloud: Cloud): Promise<ReadonlyMap<string, DomainReport>> {
  const network = localNetwork({ ...cloud, ca: cloud.caPem });
  const access = networkAccessOf({ network, allowInternal: false, timeoutMs: 10_000 });
  const reports = await observeSubjects(access, everySubject(fleet), {}, reportFacts);
  return new Map(reports.map((report) => [report.domain, report]));
}

function describeDomain(tenant: Tenant, domain: Domain, report: DomainReport | undefined): string[] {
  const policy = describePolicy(domain.policy).join('\n');
  const decidedBy = domain.kind === 'front' ? domain.decide : '–';
  return [tenant.id, domain.name, describeWebsite(domain), decidedBy, policy, report ? describeReport(report) : '?'];
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

/** `✓ 4 of 5 enroll, all answered as declared`, or the first cause why not. */
function describeReport({ rollUp, devices, findings }: DomainReport): string {
  const [first] = findings;
  if (rollUp !== 'serving') return `✗ ${rollUp}: ${first ? `${first.title} [${first.code}]` : 'nothing found'}`;
  const enroll = devices.filter(({ outcome }) => outcome === 'enrolls' || outcome === 'falls-back').length;
  return `✓ ${enroll} of ${devices.length} enroll, all answered as declared`;
}

function howToAsk(fleet: Fleet, { httpsPort, caFile }: Cloud, projectDirectory: string): readonly string[] {
  const domain = fleet.tenants.flatMap((tenant) => tenant.domains)[0]?.name;
  if (domain === undefined) return [];
  const url = `https://${domain}/.well-known/com.apple.remotemanagement?user-identifier=user@${domain}&model-family=iPhone`;
  return [
    '',
    'Send the requests of a device, from another terminal:',
    `  npx signpost device user@${domain}`,
    'Or with curl:',
    `  curl -i -L --cacert ${relative(projectDirectory, caFile)} --connect-to ::127.0.0.1:${httpsPort} '${url}'`,
  ];
}

/** Empty unless the app has a backend that answers a domain. */
function howToManage({ config, tenants }: Fleet, { backend, consoleUrl }: Cloud): readonly string[] {
  const fronts = tenants.flatMap(({ domains }) => domains.filter((domain) => domain.kind === 'front'));
  const domain = fronts.find(({ decide }) => decide === 'backend')?.name;
  if (!backend || domain === undefined) return [];
  return [
    '',
    `Change the answer for devices of ${domain} at once (API at https://${discoveryDomainOf(config)}/v1):`,
    `  npx signpost override set ${domain} --absent --why "trying it out" --for 10m`,
    '  npx signpost tenants',
    ...(consoleUrl === undefined
      ? []
      : ['Or in the console; its sign-in page lists the sample users:', `  ${consoleUrl}`]),
  ];
}

/** Empty unless Signpost owns a server's token. A page simulates Apple Business Manager. */
function howToExchange({ tenants }: Fleet, { backend, portalUrl }: Cloud): readonly string[] {
  const owners = tenants.flatMap(({ id, servers }) =>
    servers.filter(({ token }) => token.kind === 'owned').map(({ name }) => `${id}/${name}`),
  );
  const [server] = owners;
  if (!backend || server === undefined) return [];
  return [
    '',
    `Exchange keys with Apple for the server token of ${server}:`,
    `  npx signpost token key ${server}`,
    'Upload the certificate in the simulated Apple Business Manager, and download the token:',
    `  ${portalUrl}`,
    `  npx signpost token upload ${server} <the .p7m file>`,
    `  npx signpost adde set ${server}`,
  ];
}

/** How to onboard a customer in the simulated environment, and how to deploy to it. */
export function reportPractice({ awsUrl, dnsFile }: Practice, projectDirectory: string): readonly string[] {
  return [
    '',
    'Onboard a customer, from another terminal (docs/onboarding.md):',
    `  export AWS_ENDPOINT_URL=${awsUrl} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`,
    `  npx signpost plan ${CUSTOMER}`,
    `The customer's DNS console is the file ${relative(projectDirectory, dnsFile)}.`,
    'Deploy a new file of tenants/ to this local cloud, with the same variables:',
    '  npx cdk deploy -c tenant=<id> Signpost-local-Tenant-<id>',
  ];
}
