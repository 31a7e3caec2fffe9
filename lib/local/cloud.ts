import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { discoveryDnsOf } from '../contract/backend';
import { LOCAL_CONSOLE_HOST } from '../contract/console';
import type { Problem } from '../core/problems';
import type { Fleet } from '../core/tenants/fleet';
import { buildDeployment } from './assembly/build-deployment';
import { type AssemblyResult, readAssembly } from './assembly/read-assembly';
import { type Backend, openBackend } from './backend';
import { type CloudFrontEdge, createCloudFrontEdge } from './cloudfront/edge';
import { type ConsoleHost, createConsoleHost } from './console/console-host';
import type { DisturbDatabase } from './database/database';
import { customDomainsOf, type Deployment } from './deployment';
import { createDns } from './dns';
import { answerByHost, createOtherHosts, type HostFault, type OtherHosts } from './hosts';
import type { ChildSettings } from './lambda/child';
import { createFunctions, type Functions } from './lambda/functions';
import { type ListenerAnswer, listen, listenSecurely, type TlsRules } from './listener';
import type { Log } from './log';
import { type PublicRecord, startNameServer } from './name-server';
import { openSecretsManager } from './secrets/secrets-manager';
import type { RegisteredUrl } from './simulation/apple/fallback';
import { APPLE_ENROLLMENT_HOST } from './simulation/apple/host';
import { createRenewal, openApple, type RenewToken, shareTokens } from './simulation/apple/open';
import { createPortal, PORTAL_PATH } from './simulation/apple/portal';
import type { AppleService } from './simulation/apple/service';
import { createSimulatedEnvironment, externalDomains, type SimulatedEnvironment } from './simulation/environment';
import { plain } from './simulation/host';
import { type Authority, openAuthority } from './tls/authority';
import { createTlsRules } from './tls/handshake';

/** What the local cloud runs, and where it listens. */
export interface CloudOptions {
  /** The `cdk.out` folder. */
  readonly assemblyDirectory: string;
  /** What the templates were made of; the simulated environment is made of it as well. */
  readonly fleet: Fleet;
  /** Where the certificate authority is kept between starts. */
  readonly stateDirectory: string;
  /** Any free port when left out. */
  readonly httpsPort?: number;
  /** Any free port when left out. */
  readonly httpPort?: number;
  readonly log?: Log;
  /** The ADDE URLs that Apple's fallback redirects to; those of the Apple simulator when left out. */
  readonly registeredUrl?: RegisteredUrl;
  /** Folder of the console, once it is built; without one there is no console. */
  readonly consoleDirectory?: Promise<string>;
  /** Faults of the backend's table; none when left out. */
  readonly disturbDatabase?: DisturbDatabase;
}

/** A running local cloud: every host on one https and one http port. */
export interface Cloud {
  readonly httpsPort: number;
  readonly httpPort: number;
  /** The authority to trust: a PEM file, and its content. */
  readonly caFile: string;
  readonly caPem: string;
  readonly deployment: Deployment;
  /** Every host that DNS has an address for: by the templates' records, by customers' own, and simulated ones. */
  readonly hosts: readonly string[];
  /** Where a browser finds the console; missing without one. */
  readonly consoleUrl?: string;
  /** Where a browser finds the simulated Apple Business Manager. */
  readonly portalUrl: string;
  /** Missing where no stack has one. */
  readonly backend?: Pick<Backend, 'identities' | 'break' | 'processes' | 'run' | 'customResources'>;
  /** Makes a host fail, or repairs it. */
  breakHost(host: string, fault: HostFault | undefined): void;
  /**
   * Serves another deployment from now on, without a gap; `fleet` is what it was made of, the one from the start when left
   * out. Returns the problems that prevent it: then everything goes on as it was.
   */
  serve(deployment: Deployment, fleet?: Fleet): Promise<readonly Problem[]>;
  /** Ends every child process and every connection. */
  close(): Promise<void>;
}

/**
 * Runs a synthesized app on this machine. Everything that cannot be imitated is a problem at the start, never a silent
 * difference later. Problem codes: `local.*`.
 */
export async function startCloud(options: CloudOptions): Promise<AssemblyResult<Cloud>> {
  const assembly = readAssembly(options.assemblyDirectory);
  if (!assembly.ok) return assembly;
  const deployment = buildDeployment(assembly.value);
  if (!deployment.ok) return deployment;
  const authority = await openAuthority(options.stateDirectory);
  if (!authority.ok) return { ok: false, problems: [authority.problem] };
  return openListeners(options, deployment.value, authority.value);
}

async function openListeners(
  options: CloudOptions,
  deployment: Deployment,
  authority: Authority,
): Promise<AssemblyResult<Cloud>> {
  const log: Log = options.log ?? (() => {});
  const network = { httpsPort: 0, httpPort: 0, dnsPort: 0, caFile: authority.certificateFile };
  const functions = createFunctions(deployment, log, () => network);
  const { fleet, disturbDatabase } = options;
  const directory = join(options.stateDirectory, 'backend');
  const apple = openApple(fleet, options.stateDirectory);
  const secrets = openSecretsManager(join(directory, 'secrets.json'));
  shareTokens(fleet, apple, secrets);
  const opened = await openBackend({ fleet, deployment, directory, functions, secrets, log, disturbDatabase });
  if (!opened.ok) return opened;
  const renewToken = createRenewal(fleet, apple, secrets);
  const parts = { deployment, authority, functions, network, backend: opened.value, apple, renewToken, log };
  const cloud = await listenFor(options, parts);
  if (!cloud.ok) return cloud;
  const problems = (await opened.value?.deploy()) ?? [];
  if (problems.length === 0) return cloud;
  await cloud.value.close();
  return { ok: false, problems: [...problems] };
}

interface Parts {
  readonly deployment: Deployment;
  readonly authority: Authority;
  readonly functions: Functions;
  /** Ports are filled in once the listeners have them. */
  readonly network: { -readonly [name in keyof ChildSettings['network']]: ChildSettings['network'][name] };
  readonly backend: Backend | undefined;
  readonly apple: AppleService;
  readonly renewToken: RenewToken;
  readonly log: Log;
}

async function listenFor(options: CloudOptions, parts: Parts): Promise<AssemblyResult<Cloud>> {
  const { authority, functions, network, backend, apple } = parts;
  const faults = new Map<string, HostFault>();
  let serving = await serveDeployment(options, parts, faults);
  // rule: dns.public
  const names = await startNameServer(() => serving.hosts.filter(serving.isFound).map(addressOf));
  const consoleHost = consoleHostOf(options, backend);
  const browserHosts = { portal: createPortal(apple), consoleHost };
  const answer: ListenerAnswer = (request) => answerByHost(serving.cloudFront, serving.others, browserHosts)(request);
  const https = await listenSecurely(options.httpsPort ?? 0, answer, {
    unnamed: serving.tls.unnamed,
    contextFor: (serverName) => serving.tls.contextFor(serverName),
    accepts: (serverName, protocol) => serving.tls.accepts(serverName, protocol),
  });
  const http = await listen(options.httpPort ?? 0, answer);
  const close = once(async () => {
    const listeners = [https, http].map((each) => each.ok && each.value.close());
    await Promise.all([...listeners, names.close(), functions.close(), backend?.close()]);
  });
  if (!https.ok || !http.ok) {
    await close();
    return { ok: false, problems: [https, http].flatMap((each) => (each.ok ? [] : [each.problem])) };
  }
  const { certificateFile: caFile, certificate: caPem } = authority;
  const ports = { httpsPort: https.value.port, httpPort: http.value.port };
  Object.assign(network, ports, { dnsPort: names.port });
  const urls = browserUrls(ports.httpPort, consoleHost);
  const breakHost = (host: string, fault: HostFault | undefined) => {
    if (fault) faults.set(host, fault);
    else faults.delete(host);
  };
  const serve: Cloud['serve'] = async (deployment, fleet = options.fleet) => {
    const problems = (await backend?.serve(deployment)) ?? [];
    if (problems.length > 0) return problems;
    await functions.serve(deployment);
    serving = await serveDeployment({ ...options, fleet }, { ...parts, deployment }, faults);
    parts.log({ source: 'deployment', distributions: deployment.distributions.length });
    return [];
  };
  const value: Cloud = {
    ...{ ...ports, ...urls, caFile, caPem, backend, breakHost, serve, close },
    get deployment() {
      return serving.deployment;
    },
    get hosts() {
      return serving.hosts;
    },
  };
  return { ok: true, value };
}

/** Everything that depends on the deployment that is served. */
interface Serving {
  readonly deployment: Deployment;
  readonly cloudFront: CloudFrontEdge;
  readonly others: OtherHosts;
  readonly tls: TlsRules;
  readonly hosts: readonly string[];
  readonly isFound: (host: string) => boolean;
}

async function serveDeployment(
  { fleet, ...options }: CloudOptions,
  parts: Parts,
  faults: ReadonlyMap<string, HostFault>,
): Promise<Serving> {
  const { deployment, backend, apple, renewToken } = parts;
  const registeredUrl = options.registeredUrl ?? apple.registeredUrl;
  const environment = createSimulatedEnvironment(fleet, registeredUrl, apple.usesBuiltInMdm);
  const others = createOtherHosts(environment, backend, { service: apple, renewToken }, faults);
  const { hosts, resolves } = dnsOf(fleet, parts, environment);
  const isFound = (host: string) => faults.get(host) !== 'gone' && backend?.resolves(host) !== false;
  const cloudFront = cloudFrontOf(parts, others, (host) => resolves(host) && isFound(host));
  const tls = await tlsRulesOf(fleet, parts, cloudFront, others);
  return { deployment, cloudFront, others, tls, hosts, isFound };
}

function dnsOf(fleet: Fleet, { deployment, backend }: Parts, environment: SimulatedEnvironment) {
  const customDomains = new Set(customDomainsOf(deployment).map(({ name }) => name));
  // A customer, or the owner of the backend's zone, has added the records that Signpost asks for.
  const added = [
    ...externalDomains(fleet).map(({ name }) => name),
    ...(discoveryDnsOf(fleet.config).kind === 'external' ? customDomains : []),
  ];
  const services = backend?.hosts().filter((host) => !customDomains.has(host)) ?? [];
  return createDns(deployment, added, [...environment.hosts, APPLE_ENROLLMENT_HOST, ...services]);
}

/** Of a range for examples: should a connection escape, it leads nowhere. Functions of the local stage may connect to it. */
function addressOf(name: string): PublicRecord {
  return { name, type: 'A', value: '203.0.113.1' };
}

function cloudFrontOf(
  { deployment, functions, log }: Parts,
  others: OtherHosts,
  resolves: (host: string) => boolean,
): CloudFrontEdge {
  return createCloudFrontEdge(deployment.distributions, {
    invoke: functions.invokeAtEdge,
    resolves,
    // rule: cloudfront.chained
    askOrigin: async (request) =>
      others.knows(request.host) ? others.answer(request) : plain(403, 'This is CloudFront itself.'),
    clock: Date.now,
    newRequestId,
    log,
  });
}

function tlsRulesOf(fleet: Fleet, { authority, deployment }: Parts, cloudFront: CloudFrontEdge, others: OtherHosts) {
  return createTlsRules(authority, {
    deployment,
    distributionOf: cloudFront.distributionOf,
    customDomains: new Map(customDomainsOf(deployment).map(({ name, certificateArn }) => [name, certificateArn])),
    isOtherHost: others.knows,
    imported: new Map(externalDomains(fleet).map(({ name, certificateArn }) => [certificateArn, [name]])),
  });
}

/** The console needs the API beside it. */
function consoleHostOf(
  { fleet, consoleDirectory }: CloudOptions,
  backend: Backend | undefined,
): ConsoleHost | undefined {
  if (!backend || !consoleDirectory) return undefined;
  return createConsoleHost({ config: fleet.config, directory: consoleDirectory, backend });
}

/** A socket must not be closed twice. */
function once(close: () => Promise<void>): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => {
    closed ??= close();
    return closed;
  };
}

function browserUrls(httpPort: number, consoleHost: ConsoleHost | undefined) {
  const origin = `http://${LOCAL_CONSOLE_HOST}:${httpPort}`;
  return { portalUrl: origin + PORTAL_PATH, consoleUrl: consoleHost && `${origin}/` };
}

/** Random, and in the form of CloudFront's. */
function newRequestId(): string {
  return `${Buffer.from(randomUUID() + randomUUID())
    .toString('base64url')
    .slice(0, 54)}==`;
}
