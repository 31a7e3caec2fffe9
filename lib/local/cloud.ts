import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { discoveryDnsOf } from '../contract/backend';
import { LOCAL_CONSOLE_HOST } from '../contract/console';
import type { Problem } from '../core/problems';
import type { Fleet } from '../core/tenants/fleet';
import { buildDeployment } from './assembly/build-deployment';
import { type AssemblyResult, readAssembly } from './assembly/read-assembly';
import { type Backend, openBackend } from './backend';
import type { OriginAnswer, OriginRequest } from './cloudfront/ask-origin';
import { type CloudFrontEdge, createFront } from './cloudfront/front';
import { type ConsoleHost, createConsoleHost } from './console/console-host';
import type { DisturbDatabase } from './database/database';
import { customDomainsOf, type Deployment } from './deployment';
import { createDns } from './dns';
import { hostOf, type IncomingRequest } from './http-message';
import type { ChildSettings } from './lambda/child';
import { createFunctions, type Functions } from './lambda/functions';
import { type ListenerAnswer, listen, listenSecurely, type TlsRules } from './listener';
import type { Log } from './log';
import { type PublicRecord, startNameServer } from './name-server';
import { openSecretsManager } from './secrets/secrets-manager';
import type { RegisteredUrl } from './simulation/apple';
import type { Controlled } from './simulation/apple-enrollment/control';
import { APPLE_ENROLLMENT_HOST, appleEnrollmentHost } from './simulation/apple-enrollment/host';
import { createRenewal, openApple, type RenewToken, shareTokens } from './simulation/apple-enrollment/open';
import { createPortal, isPortal, PORTAL_PATH, type Portal } from './simulation/apple-enrollment/portal';
import type { AppleService } from './simulation/apple-enrollment/service';
import { plain } from './simulation/host';
import { createSimulation, externalDomains, type Simulation } from './simulation/simulation';
import { type Authority, openAuthority } from './tls/authority';
import { createTlsRules } from './tls/handshake';

/** What the local cloud is made of, and where it listens. */
export interface CloudOptions {
  /** The `cdk.out` folder. */
  readonly assemblyDirectory: string;
  /** What the templates were made of: the world outside is built from it. */
  readonly fleet: Fleet;
  /** Where the certificate authority is kept between starts. */
  readonly stateDirectory: string;
  /** Any free port when left out. */
  readonly httpsPort?: number;
  /** Any free port when left out. */
  readonly httpPort?: number;
  readonly log?: Log;
  /** The ADDE URLs that Apple's fallback redirects to; those of the made-up Apple when left out. */
  readonly registeredUrl?: RegisteredUrl;
  /** Folder of the built console, which may still be being built; nobody serves one when left out. */
  readonly consoleDirectory?: Promise<string>;
  /** What goes wrong with the backend's table; nothing when left out. */
  readonly disturbDatabase?: DisturbDatabase;
}

/** How a host may fail: it answers 500 to everything, or its name is gone from DNS. */
export type HostFault = 'fails' | 'gone';

/** A running local cloud: every host on one https and one http port. */
export interface Cloud {
  readonly httpsPort: number;
  readonly httpPort: number;
  /** The authority to trust: a PEM file, and its content. */
  readonly caFile: string;
  readonly caPem: string;
  readonly deployment: Deployment;
  /** Every host that DNS has an address for: by the templates' records, customers' own and the world's. */
  readonly hosts: readonly string[];
  /** Where a browser finds the console; missing without one. */
  readonly consoleUrl?: string;
  /** Where a browser finds the made-up Apple Business Manager. */
  readonly portalUrl: string;
  /** Missing where no stack has one. */
  readonly backend?: Pick<Backend, 'identities' | 'break' | 'processes' | 'run' | 'customResources'>;
  /** Breaks a host of the world, or mends it. */
  breakHost(host: string, fault: HostFault | undefined): void;
  /**
   * Serves another deployment from now on, without a gap; `fleet` is what it was made of, the one from the start when left
   * out. What is in the way, where it cannot: then everything goes on as it was.
   */
  serve(deployment: Deployment, fleet?: Fleet): Promise<readonly Problem[]>;
  /** Ends every child process and every connection. */
  close(): Promise<void>;
}

/**
 * Runs a synthesized app on this machine. Everything that cannot be imitated is a problem beforehand, never a difference
 * later. Problem codes: `local.*`.
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
  /** Filled in as soon as it is known. */
  readonly network: { -readonly [name in keyof ChildSettings['network']]: ChildSettings['network'][name] };
  readonly backend: Backend | undefined;
  readonly apple: AppleService;
  readonly renewToken: RenewToken;
  readonly log: Log;
}

async function listenFor(options: CloudOptions, parts: Parts): Promise<AssemblyResult<Cloud>> {
  const { authority, functions, network, backend, apple, log } = parts;
  const faults = new Map<string, HostFault>();
  let serving = await serveDeployment(options, parts, parts.deployment, options.fleet, faults);
  // rule: dns.public
  const names = await startNameServer(() => serving.hosts.filter(serving.isFound).map(addressOf));
  const portal = createPortal(apple);
  const consoleHost = consoleHostOf(options, backend);
  const answer: ListenerAnswer = (request) => answerBy(serving, portal, consoleHost, request);
  const https = await listenSecurely(options.httpsPort ?? 0, answer, {
    unnamed: serving.tls.unnamed,
    contextFor: (serverName) => serving.tls.contextFor(serverName),
    accepts: (serverName, protocol) => serving.tls.accepts(serverName, protocol),
  });
  const http = await listen(options.httpPort ?? 0, answer);
  const closeAll = async () => {
    const listeners = [https, http].map((each) => each.ok && each.value.close());
    await Promise.all([...listeners, names.close(), functions.close(), backend?.close()]);
  };
  // A socket must not be closed twice.
  let closed: Promise<void> | undefined;
  const close = () => {
    closed ??= closeAll();
    return closed;
  };
  if (!https.ok || !http.ok) {
    await close();
    return { ok: false, problems: [https, http].flatMap((each) => (each.ok ? [] : [each.problem])) };
  }
  const { certificateFile: caFile, certificate: caPem } = authority;
  const ports = { httpsPort: https.value.port, httpPort: http.value.port };
  Object.assign(network, ports, { dnsPort: names.port });
  const browserUrl = `http://${LOCAL_CONSOLE_HOST}:${ports.httpPort}`;
  const urls = { portalUrl: browserUrl + PORTAL_PATH, consoleUrl: consoleHost && `${browserUrl}/` };
  const breakHost = (host: string, fault: HostFault | undefined) => {
    if (fault) faults.set(host, fault);
    else faults.delete(host);
  };
  const serve: Cloud['serve'] = async (deployment, fleet = options.fleet) => {
    const problems = (await backend?.serve(deployment)) ?? [];
    if (problems.length > 0) return problems;
    await functions.serve(deployment);
    serving = await serveDeployment(options, parts, deployment, fleet, faults);
    log({ source: 'deployment', distributions: deployment.distributions.length });
    return [];
  };
  const value: Cloud = {
    ...ports,
    ...urls,
    caFile,
    caPem,
    backend,
    breakHost,
    serve,
    close,
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
  readonly front: CloudFrontEdge;
  readonly tls: TlsRules;
  readonly hosts: readonly string[];
  readonly isFound: (host: string) => boolean;
  readonly surroundings: Surroundings;
}

async function serveDeployment(
  options: CloudOptions,
  { authority, functions, backend, apple, renewToken, log }: Parts,
  deployment: Deployment,
  fleet: Fleet,
  faults: ReadonlyMap<string, HostFault>,
): Promise<Serving> {
  const simulation = createSimulation(fleet, options.registeredUrl ?? apple.registeredUrl, apple.usesBuiltInMdm);
  const surroundings = failing(surroundingsOf(simulation, backend, { service: apple, renewToken }), faults);
  const external = externalDomains(fleet);
  const customDomains = new Map(customDomainsOf(deployment).map(({ name, certificateArn }) => [name, certificateArn]));
  const { hosts, resolves } = createDns(
    deployment,
    [...external.map(({ name }) => name), ...externalBackendHosts(fleet, deployment)],
    [
      ...simulation.hosts,
      APPLE_ENROLLMENT_HOST,
      ...(backend?.hosts().filter((host) => !customDomains.has(host)) ?? []),
    ],
  );
  const isFound = (host: string) => faults.get(host) !== 'gone' && backend?.resolves(host) !== false;
  const front = createFront(deployment.distributions, {
    invoke: functions.invokeAtEdge,
    resolves: (host) => resolves(host) && isFound(host),
    // rule: cloudfront.chained
    askOrigin: async (request) =>
      surroundings.knows(request.host) ? surroundings.answer(request) : plain(403, 'This is CloudFront itself.'),
    clock: Date.now,
    newRequestId,
    log,
  });
  const tls = await createTlsRules(authority, {
    deployment,
    distributionOf: front.distributionOf,
    customDomains,
    isOutside: surroundings.knows,
    imported: new Map(external.map(({ name, certificateArn }) => [certificateArn, [name]])),
  });
  return { deployment, front, tls, hosts, isFound, surroundings };
}

/** Of a range kept for examples: nobody shall take the local world for an internal network. */
function addressOf(name: string): PublicRecord {
  return { name, type: 'A', value: '203.0.113.1' };
}

/** Where the backend's DNS is somebody else's, they have added the records that Signpost asks for. */
function externalBackendHosts({ config }: Fleet, deployment: Deployment): readonly string[] {
  return discoveryDnsOf(config).kind === 'external' ? customDomainsOf(deployment).map(({ name }) => name) : [];
}

/** Everything that is no distribution: the world outside, and the backend with what it speaks to. */
interface Surroundings {
  knows(host: string): boolean;
  answer(request: OriginRequest): Promise<OriginAnswer>;
}

/** The same, but for hosts that fail now. */
function failing({ knows, answer }: Surroundings, faults: ReadonlyMap<string, HostFault>): Surroundings {
  return {
    knows,
    answer: async (request) =>
      faults.get(request.host) === 'fails' ? plain(500, 'This server is out of order.') : answer(request),
  };
}

function surroundingsOf(simulation: Simulation, backend: Backend | undefined, apple: Controlled): Surroundings {
  const enrollment = appleEnrollmentHost(apple);
  return {
    knows: (host) => host === APPLE_ENROLLMENT_HOST || simulation.knows(host) || backend?.knows(host) === true,
    answer: async (request) => {
      if (request.host === APPLE_ENROLLMENT_HOST) return enrollment(request);
      return backend?.knows(request.host) ? backend.answer(request) : simulation.answer(request.host, request);
    },
  };
}

/** The console needs the API beside it. */
function consoleHostOf(
  { fleet, consoleDirectory }: CloudOptions,
  backend: Backend | undefined,
): ConsoleHost | undefined {
  if (!backend || !consoleDirectory) return undefined;
  return createConsoleHost({ config: fleet.config, directory: consoleDirectory, backend });
}

/** Random, and of the form of CloudFront's. */
function newRequestId(): string {
  return `${Buffer.from(randomUUID() + randomUUID())
    .toString('base64url')
    .slice(0, 54)}==`;
}

/** Every host behind one port: our distributions, what is around them, and CloudFront's refusal for all others. */
async function answerBy(
  { front, surroundings }: Serving,
  portal: Portal,
  consoleHost: ConsoleHost | undefined,
  request: IncomingRequest,
): ReturnType<ListenerAnswer> {
  const host = hostOf(request.fields);
  const isBrowser = host === LOCAL_CONSOLE_HOST && !request.secure;
  if (isBrowser && isPortal(request.target)) return portal({ ...request, host });
  if (isBrowser && consoleHost) return consoleHost({ ...request, host });
  if (front.distributionOf(host) || !surroundings.knows(host)) return front.answer(request);
  // A server outside is asked by the name that its certificate holds.
  if (request.secure && request.serverName !== host) return plain(421, 'This is another server.');
  return surroundings.answer({ ...request, host });
}
