import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { BACKEND_HANDLER, type BackendBundles } from '../../../lib/adapters/bundles/backend-bundles';
import type { BackendFunction } from '../../../lib/contract/backend';
import { ENVIRONMENT } from '../../../lib/contract/environment';
import { REGION } from '../../../lib/contract/names';
import { REGISTRATION_ENVIRONMENT } from '../../../lib/contract/registration';
import type { Fleet } from '../../../lib/core/tenants/fleet';
import type { OriginAnswer, OriginRequest } from '../../../lib/local/cloudfront/ask-origin';
import { DYNAMODB_HOST } from '../../../lib/local/database/database';
import { fieldOf, hostOf, type IncomingRequest } from '../../../lib/local/http-message';
import { lambdaEnvironment } from '../../../lib/local/lambda/environment';
import { EnvironmentPool } from '../../../lib/local/lambda/environment-pool';
import type { Invocation } from '../../../lib/local/lambda/invocation';
import { type Listener, listenSecurely } from '../../../lib/local/listener';
import { createLoopback } from '../../../lib/local/loopback';
import { SNS_HOST, topicsHost } from '../../../lib/local/region/topics';
import { secretsHost, secretsHosts } from '../../../lib/local/secrets/host';
import { openSecretsManager, type SecretsManager } from '../../../lib/local/secrets/secrets-manager';
import { PROFILE_PATH } from '../../../lib/local/simulation/apple/answer-call';
import { appleCall } from '../../../lib/local/simulation/apple/call';
import { APPLE_ENROLLMENT_HOST, appleEnrollmentHost } from '../../../lib/local/simulation/apple/host';
import { createRenewal } from '../../../lib/local/simulation/apple/open';
import { seedApple } from '../../../lib/local/simulation/apple/seed';
import { type AppleService, createAppleService } from '../../../lib/local/simulation/apple/service';
import { createMemoryStore, NOTHING_KNOWN } from '../../../lib/local/simulation/apple/state';
import { json } from '../../../lib/local/simulation/host';
import { openAuthority } from '../../../lib/local/tls/authority';
import { postponed } from '../../backend/registration/simulation';
import { AUDIENCE, ISSUER, type Provider } from '../../support/api';
import type { Engine } from '../../support/dynamodb';

/** The functions that deal with registrations. */
type Name = Extract<BackendFunction, 'api' | 'reconcile'>;

/** A call from a function's process to a service. */
type Outgoing = 'apple write' | 'apple' | 'commit' | 'table' | 'secret write' | 'secret' | 'other';

/**
 * Where a process is killed: at the `nth` call of this sort from now on; before it has an effect, when it has had one, or
 * so that the request reaches Apple later.
 */
export interface Kill {
  readonly at: Outgoing | 'any';
  readonly nth: number;
  readonly when: 'before' | 'after' | 'late';
}

/** The fault of one call to the table: its answer is lost, or it is throttled. */
export type TableFault = 'lose' | 'throttle';

/** The built functions in processes of their own, and every service that they call over sockets. */
export interface FunctionEnvironment {
  readonly table: string;
  readonly apple: AppleService;
  readonly secrets: SecretsManager;
  /** At most one kill waits at a time. */
  kill: Kill | undefined;
  tableFault: { readonly fault: TableFault; nth: number } | undefined;
  /** What another actor does while the reconciler waits for Apple to answer its nth call from now on. */
  meanwhile: { nth: number; readonly work: () => Promise<unknown> } | undefined;
  /** What the processes were killed at. */
  readonly kills: (Kill & { readonly call: Outgoing })[];
  /** Every line of the functions, and every message to the topic. */
  readonly output: string[];
  now(): number;
  pass(milliseconds: number): void;
  /** Delivers to Apple the requests that were on their way when their sender was killed. */
  arrive(): void;
  invoke(name: Name, event: unknown): Promise<Invocation>;
  close(): Promise<void>;
}

export interface EnvironmentParts {
  readonly fleet: Fleet;
  readonly bundles: BackendBundles;
  readonly engine: Engine;
  readonly provider: Provider;
  readonly discoveryDomain: string;
  /** Hosts that answer every path with a discovery document. */
  readonly mdmHosts: readonly string[];
}

const CLOCK = join(__dirname, '..', '..', 'support', 'shifted-clock.cjs');
const SETTINGS: Readonly<Record<Name, { memoryMegabytes: number; timeoutSeconds: number }>> = {
  api: { memoryMegabytes: 512, timeoutSeconds: 15 },
  reconcile: { memoryMegabytes: 512, timeoutSeconds: 240 },
};

/** Opens the functions with a table, an Apple simulator and secrets of their own. */
export async function openFunctionEnvironment(parts: EnvironmentParts): Promise<FunctionEnvironment> {
  const { fleet, engine, provider, mdmHosts } = parts;
  const directory = mkdtempSync(join(tmpdir(), 'signpost-functions-'));
  const clock = shiftedClock(join(directory, 'clock'));
  const table = await engine.createTable();
  const secrets = openSecretsManager(join(directory, 'secrets.json'));
  const apple = newApple(fleet, clock.now);
  const loopback = createLoopback();
  const output: string[] = [];
  const published = topicsHost(() => {});
  const hosts = new Map<string, (request: OriginRequest) => OriginAnswer | Promise<OriginAnswer>>([
    [DYNAMODB_HOST, (request) => loopback.ask(Number(new URL(engine.endpoint).port), request)],
    [APPLE_ENROLLMENT_HOST, appleEnrollmentHost({ service: apple, renewToken: createRenewal(fleet, apple, secrets) })],
    [
      SNS_HOST,
      (request) => {
        output.push(Buffer.from(request.body).toString());
        return published(request);
      },
    ],
    [new URL(ISSUER).host, ({ target }) => json(200, provider.documents[`${ISSUER}${target}`])],
    ...secretsHosts(fleet).map((host) => [host, secretsHost(secrets)] as const),
    ...mdmHosts.map((host) => [host, () => json(200, DISCOVERY)] as const),
  ]);
  const delayed: (() => void)[] = [];
  const answer = async (request: OriginRequest, name: Name, pool: EnvironmentPool): Promise<OriginAnswer> => {
    const call = outgoing(request);
    if (name === 'reconcile' && request.host === APPLE_ENROLLMENT_HOST) await dueWork(environment)?.();
    const respond = () => throughFaults(environment, call, async () => hosts.get(request.host)?.(request) ?? 'refused');
    const kill = dueKill(environment, call);
    if (!kill) return respond();
    if (kill.when === 'late' && call === 'apple write') delayed.push(postponed(apple, appleCallOf(request)));
    if (kill.when === 'after') await respond();
    environment.kills.push({ ...kill, call });
    for (const pid of pool.pids()) process.kill(pid, 'SIGKILL');
    return 'refused';
  };
  const running = await runFunctions(parts, { directory, table, clockFile: clock.file, output, hosts, answer });
  const environment: FunctionEnvironment = {
    table,
    apple,
    secrets,
    kill: undefined,
    tableFault: undefined,
    meanwhile: undefined,
    kills: [],
    output,
    now: clock.now,
    pass: clock.pass,
    arrive: () => {
      for (const each of delayed.splice(0)) each();
    },
    invoke: (name, event) => running[name].pool.invoke(event),
    close: async () => {
      await Promise.all(Object.values(running).flatMap(({ pool, listener }) => [pool.close(), listener.close()]));
      loopback.close();
    },
  };
  return environment;
}

const DISCOVERY = { Servers: [{ Version: 'mdm-byod', BaseURL: 'https://na1.mdm.example/enroll' }] };

/** The machine's clock, and how far the clock of the functions is ahead of it. */
function shiftedClock(file: string) {
  let ahead = 0;
  const write = () => {
    writeFileSync(`${file}.new`, String(ahead));
    renameSync(`${file}.new`, file);
  };
  write();
  return {
    file,
    now: () => Date.now() + ahead,
    pass: (milliseconds: number) => {
      ahead += milliseconds;
      write();
    },
  };
}

function newApple(fleet: Fleet, clock: () => number): AppleService {
  let serial = 0;
  const randomHex = (length: number) => {
    serial += 1;
    return serial.toString(16).padStart(length, 'f');
  };
  const store = createMemoryStore(seedApple(NOTHING_KNOWN, fleet, { randomHex, now: clock() }));
  return createAppleService({ store, clock, randomHex });
}

function outgoing({ host, method, target, fields }: OriginRequest): Outgoing {
  const [, operation = ''] = (fieldOf(fields, 'x-amz-target') ?? '').split('.');
  switch (host) {
    case APPLE_ENROLLMENT_HOST:
      return target === PROFILE_PATH && method !== 'GET' ? 'apple write' : 'apple';
    case DYNAMODB_HOST:
      return operation === 'TransactWriteItems' ? 'commit' : 'table';
    default:
      if (!host.startsWith('secretsmanager.')) return 'other';
      return operation === 'GetSecretValue' ? 'secret' : 'secret write';
  }
}

/** Counts a call; the kill where it is the one that it waits for. */
function dueKill(environment: FunctionEnvironment, call: Outgoing): Kill | undefined {
  const { kill } = environment;
  if (!kill || (kill.at !== 'any' && kill.at !== call)) return undefined;
  environment.kill = kill.nth > 1 ? { ...kill, nth: kill.nth - 1 } : undefined;
  return environment.kill ? undefined : kill;
}

/** Counts a call; the work where it is the one that it waits for. */
function dueWork(environment: FunctionEnvironment): (() => Promise<unknown>) | undefined {
  const { meanwhile } = environment;
  if (!meanwhile) return undefined;
  meanwhile.nth -= 1;
  if (meanwhile.nth > 0) return undefined;
  environment.meanwhile = undefined;
  return meanwhile.work;
}

async function throughFaults(
  environment: FunctionEnvironment,
  call: Outgoing,
  respond: () => Promise<OriginAnswer>,
): Promise<OriginAnswer> {
  const { tableFault } = environment;
  if (!tableFault || (call !== 'commit' && call !== 'table')) return respond();
  tableFault.nth -= 1;
  if (tableFault.nth > 0) return respond();
  environment.tableFault = undefined;
  if (tableFault.fault === 'lose') await respond();
  return tableFault.fault === 'lose' ? 'refused' : THROTTLED;
}

const THROTTLED: OriginAnswer = {
  status: 400,
  fields: [['Content-Type', 'application/x-amz-json-1.0']],
  body: JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'Too much.' }),
};

function appleCallOf({ method, target, fields, body }: OriginRequest) {
  return appleCall(method, target, `https://${APPLE_ENROLLMENT_HOST}`, fields.flat(), Buffer.from(body).toString());
}

interface Surroundings {
  readonly directory: string;
  readonly table: string;
  readonly clockFile: string;
  readonly output: string[];
  readonly hosts: ReadonlyMap<string, unknown>;
  readonly answer: (request: OriginRequest, name: Name, pool: EnvironmentPool) => Promise<OriginAnswer>;
}

interface Running {
  readonly pool: EnvironmentPool;
  readonly listener: Listener;
}

/** Each function behind a listener of its own, so that it is known whose process calls. */
async function runFunctions(parts: EnvironmentParts, around: Surroundings): Promise<Readonly<Record<Name, Running>>> {
  const authority = await openAuthority(around.directory);
  if (!authority.ok) throw new Error(authority.problem.message);
  const unnamed = await authority.value.issue([...around.hosts.keys()]);
  const context = createSecureContext({ cert: unnamed.certificate, key: unnamed.key });
  const rules = { unnamed, contextFor: async () => context, accepts: () => true };
  const run = async (name: Name): Promise<Running> => {
    const network = { httpsPort: 0, httpPort: 0, dnsPort: 0, caFile: authority.value.certificateFile };
    const target = functionOf(name, parts, around);
    const environment = () => ({ environment: lambdaEnvironment(target, REGION), network });
    const pool = new EnvironmentPool(target, environment, (line) => void around.output.push(line));
    const ask = (request: IncomingRequest) => around.answer({ ...request, host: hostOf(request.fields) }, name, pool);
    const listener = await listenSecurely(0, ask, rules);
    if (!listener.ok) throw new Error(listener.problem.message);
    network.httpsPort = listener.value.port;
    return { pool, listener: listener.value };
  };
  const [api, reconcile] = await Promise.all([run('api'), run('reconcile')]);
  return { api, reconcile };
}

function functionOf(name: Name, { bundles, discoveryDomain }: EnvironmentParts, { table, clockFile }: Surroundings) {
  return {
    arn: `arn:aws:lambda:us-east-1:111111111111:function:signpost-local-${name}`,
    name: `signpost-local-${name}`,
    directory: bundles[name].directory,
    handler: BACKEND_HANDLER,
    ...SETTINGS[name],
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    asynchronousRetries: 0,
    environment: {
      [ENVIRONMENT.table]: table,
      [ENVIRONMENT.stage]: 'local',
      [ENVIRONMENT.issuer]: ISSUER,
      [ENVIRONMENT.audience]: AUDIENCE,
      [ENVIRONMENT.alarmTopic]: 'arn:aws:sns:us-east-1:111111111111:alarms',
      [ENVIRONMENT.discoveryDomain]: discoveryDomain,
      [REGISTRATION_ENVIRONMENT.initialWrites]: 'on',
      NODE_OPTIONS: `--require ${CLOCK}`,
      SIGNPOST_TEST_CLOCK: clockFile,
    },
  };
}
