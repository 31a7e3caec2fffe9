import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Fleet } from '../../../core/tenants/fleet';
import { frontsOf } from '../../../core/tenants/fleet';
import type { Deployment } from '../../deployment';
import { listOf, objectOf } from '../../json';
import { type PublicRecord, publicDnsOf, startNameServer } from '../../name-server';
import { CUSTOMER } from '../customer';
import { externalDomains } from '../environment';
import { type AcmCertificate, type AwsAccount, emptyAccount, type HostedZone } from './account';
import { validationRecord } from './acm';
import { type ControlPlaneOptions, startControlPlane } from './control-plane';

/** What onboarding a customer needs around the local cloud: AWS's control plane, and a name server. */
export interface Practice {
  /** For `AWS_ENDPOINT_URL`. */
  readonly awsUrl: string;
  readonly dnsPort: number;
  /** The file that replaces a customer's DNS console: one record a line, `name TYPE value`. */
  readonly dnsFile: string;
  /** Brings the account up to what the cloud serves now. */
  follow(fleet: Fleet): void;
  close(): Promise<void>;
}

const ADDRESS = '127.0.0.1';
const OUR_SERVERS = ['ns-1.awsdns.example', 'ns-2.awsdns.example'];

export interface PracticeOptions {
  readonly fleet: Fleet;
  /** Asked anew after each deployment. */
  readonly cloud: { readonly deployment: Deployment; readonly hosts: readonly string[] };
  /** Services of the control plane beside the usual ones, and orders that it takes. */
  readonly services?: ControlPlaneOptions['services'];
  readonly orders?: ControlPlaneOptions['orders'];
}

/** Opens both around a running cloud; certificates and the customer's records are kept in `stateDirectory`. */
export async function openPractice(
  stateDirectory: string,
  { fleet, cloud, services, orders }: PracticeOptions,
): Promise<Practice> {
  const { deployment } = cloud;
  const dnsFile = join(stateDirectory, 'dns.txt');
  const certificatesFile = join(stateDirectory, 'certificates.json');
  const zones = zonesOf(fleet, deployment);
  const users = usersOf(deployment);
  const used = (each: AcmCertificate) => ({ ...each, inUseBy: users(each.arn) });
  const requested = readCertificates(certificatesFile).map(used);
  const imported = importedCertificates(fleet, requested).map(used);
  const fixed = [
    ...delegations(fleet, zones),
    ...imported.map(({ record }) => ({ name: bare(record.name), type: 'CNAME', value: bare(record.value) }) as const),
  ];
  const records = () => {
    const { added, removed } = readConsole(dnsFile);
    const addresses = cloud.hosts.map((name) => ({ name, type: 'A', value: ADDRESS }) as const);
    return [...[...addresses, ...fixed].filter(({ name, type }) => type === 'NS' || !removed.has(name)), ...added];
  };
  const account = accountOf(fleet, deployment, zones, [...requested, ...imported]);
  const dns = await startNameServer(records);
  const aws = await startControlPlane({
    account,
    ...(services ? { services } : {}),
    ...(orders ? { orders } : {}),
    dns: publicDnsOf(records),
    afterCall: () =>
      keep(certificatesFile, JSON.stringify(account.certificates.filter((each) => !imported.includes(each)))),
  });
  keepFirst(dnsFile, DNS_FILE_HEAD);
  const close = async () => {
    await Promise.all([dns.close(), aws.close()]);
  };
  const follow: Practice['follow'] = (now) => {
    const { zones, distributions, functions } = accountOf(now, cloud.deployment, zonesOf(now, cloud.deployment), []);
    account.zones.splice(0, account.zones.length, ...zones);
    account.distributions.splice(0, account.distributions.length, ...distributions);
    for (const [name, versions] of functions) account.functions.set(name, versions);
  };
  return { follow, awsUrl: aws.url, dnsPort: dns.port, dnsFile, close };
}

const DNS_FILE_HEAD = `# The DNS console of customers whose DNS is elsewhere. One record a line, read at each question:
# _abc.${CUSTOMER} CNAME _def.acm-validations.aws
# A hyphen and a name take away the records that were there before:
# - globex-uk.example
`;

const LINE = /^(\S+)\s+(A|AAAA|NS|CNAME|CAA)\s+(.+?)\s*$/i;

/** The customer's changes in order: records that exist, and names whose earlier records are removed. */
interface DnsConsole {
  readonly added: readonly PublicRecord[];
  readonly removed: ReadonlySet<string>;
}

/** Names with or without a dot at the end; lines that are not records are left out, as a console would refuse them. */
function readConsole(file: string): DnsConsole {
  const removed = new Set<string>();
  let added: PublicRecord[] = [];
  for (const line of readText(file)
    .split('\n')
    .map((each) => each.trim())) {
    const gone = /^-\s+(\S+)$/.exec(line)?.[1];
    if (gone !== undefined) {
      removed.add(bare(gone));
      added = added.filter(({ name }) => name !== bare(gone));
    }
    const [, name, type, value] = LINE.exec(line) ?? [];
    if (name === undefined || name.startsWith('#') || type === undefined || value === undefined) continue;
    added.push({ name: bare(name), type: type.toUpperCase() as PublicRecord['type'], value: bare(value) });
  }
  return { added, removed };
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

/** AWS's name servers for the zones in Route 53, the customers' own for all others. */
function delegations({ tenants }: Fleet, zones: readonly HostedZone[]): readonly PublicRecord[] {
  const ours = zones.flatMap(({ name }) =>
    OUR_SERVERS.map((value) => ({ name: bare(name), type: 'NS', value }) as const),
  );
  const theirs = tenants
    .flatMap(({ domains }) => domains)
    .filter((domain) => domain.kind === 'elsewhere' || domain.dns.kind === 'external')
    .map(({ name }) => name);
  const names = new Set<string>([CUSTOMER, ...theirs]);
  return [...ours, ...[...names].map((name) => ({ name, type: 'NS', value: 'ns1.dns-host.example' }) as const)];
}

/** The certificates that tenants name but that were not requested here: issued long ago, their records exist. */
function importedCertificates(fleet: Fleet, requested: readonly AcmCertificate[]): readonly AcmCertificate[] {
  const accountId = emptyAccount(fleet.config.account).id;
  return externalDomains(fleet)
    .filter(({ certificateArn }) => !requested.some(({ arn }) => arn === certificateArn))
    .map(({ name, certificateArn }) => ({
      arn: certificateArn,
      domainName: name,
      keyAlgorithm: 'RSA_2048',
      tags: [],
      record: validationRecord(accountId, name),
      createdAt: 0,
      issuedAt: 0,
      inUseBy: [],
      status: 'ISSUED',
      described: 1,
    }));
}

/** What uses a certificate: the distributions of the templates. */
function usersOf({ distributions }: Deployment): (certificateArn: string) => readonly string[] {
  return (arn) => distributions.filter(({ viewerCertificate }) => viewerCertificate?.arn === arn).map(({ id }) => id);
}

/** A zone for each one that tenants name, called like the shortest domain in it. */
function zonesOf({ tenants }: Fleet, { records, distributions }: Deployment): readonly HostedZone[] {
  const names = new Map<string, string[]>();
  for (const { name, dns } of tenants.flatMap(frontsOf))
    if (dns.kind === 'route53') names.set(dns.zoneId, [...(names.get(dns.zoneId) ?? []), name]);
  const targets = new Set(distributions.map(({ domainName }) => domainName));
  return [...names].map(([id, domains]) => ({
    id,
    name: `${[...domains].sort((a, b) => a.length - b.length)[0]}.`,
    private: false,
    nameServers: OUR_SERVERS.map((server) => `${server}.`),
    records: records
      .filter(({ name, target }) => targets.has(target) && domains.some((domain) => domain === name))
      .map(({ name, type, target }) => ({ name: `${name}.`, type, aliasTarget: `${target}.` })),
  }));
}

function accountOf(
  { config }: Fleet,
  { distributions, functions }: Deployment,
  zones: readonly HostedZone[],
  certificates: readonly AcmCertificate[],
): AwsAccount {
  const listed = distributions.map(({ id, domainName, aliases, enabled, behaviours }) => ({
    id,
    domainName,
    aliases,
    enabled,
    functionVersions: [...new Set(behaviours.flatMap(({ originRequestFunction }) => originRequestFunction ?? []))],
  }));
  const versions = listed.flatMap(({ functionVersions }) => functionVersions);
  const named = [...functions.values()].map(({ name, arn }) => {
    const numbers = versions
      .filter((version) => version.startsWith(`${arn}:`))
      .map((version) => Number(version.split(':').at(-1)));
    return [name, { versions: [...new Set(numbers)].sort((a, b) => a - b), replicated: new Set<number>() }] as const;
  });
  return {
    ...emptyAccount(config.account),
    zones: [...zones],
    certificates: [...certificates],
    distributions: listed,
    functions: new Map(named),
  };
}

/** Certificates of an earlier run; none where the file cannot be read as such. */
function readCertificates(file: string): readonly AcmCertificate[] {
  try {
    return listOf(JSON.parse(readText(file) || '[]')).filter(isCertificate);
  } catch {
    return [];
  }
}

function isCertificate(value: unknown): value is AcmCertificate {
  const { arn, domainName, record, status } = objectOf(value);
  return [arn, domainName, status].every((field) => typeof field === 'string') && typeof record === 'object';
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function keepFirst(file: string, text: string): void {
  if (readText(file) === '') keep(file, text);
}

function keep(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
