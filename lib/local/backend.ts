import { join } from 'node:path';
import { backendFunctionName } from '../contract/backend';
import { LOCAL_STAGE } from '../contract/names';
import type { Problem } from '../core/problems';
import type { Fleet } from '../core/tenants/fleet';
import type { OriginAnswer, OriginRequest } from './cloudfront/ask-origin';
import type { CustomResourceCall } from './custom-resources/ask';
import { deployCustomResources } from './custom-resources/deploy';
import { createResponses, RESPONSE_HOST, type Responses } from './custom-resources/responses';
import { type DeploymentState, openState } from './custom-resources/state';
import { type Database, type DisturbDatabase, DYNAMODB_HOST, openDatabase } from './database/database';
import type { Deployment } from './deployment';
import type { Gateway } from './http-api/gateway';
import { type GatewayFault, openGateway, throughGateway } from './http-api/open-gateway';
import type { Functions } from './lambda/functions';
import type { Log } from './log';
import { type Identities, identitiesOf } from './openid/identities';
import { createOpenId, type OpenId } from './openid/openid';
import { CLOUDWATCH_HOST, createMetrics, type Metrics } from './region/metrics';
import { createSchedules, type Schedules } from './region/schedules';
import { SNS_HOST, topicsHost } from './region/topics';
import { secretsHost, secretsHosts } from './secrets/host';
import type { SecretsManager } from './secrets/secrets-manager';

/** The scheduled function that checks every domain and fallback. */
export const LOCAL_CHECK = backendFunctionName(LOCAL_STAGE, 'check');

export interface BackendOptions {
  readonly fleet: Fleet;
  readonly deployment: Deployment;
  /** Folder of the table, the keys and the state of custom resources. */
  readonly directory: string;
  readonly functions: Functions;
  readonly secrets: SecretsManager;
  readonly log: Log;
  /** Faults of the database; none when left out. */
  readonly disturbDatabase?: DisturbDatabase;
}

/** The backend with the services of the region that it uses, and the OpenID provider. */
export interface Backend {
  /** Lower-case names that have an address now. */
  hosts(): readonly string[];
  knows(host: string): boolean;
  /** Whether DNS still has an address for one of its hosts. */
  resolves(host: string): boolean;
  answer(request: OriginRequest): Promise<OriginAnswer>;
  /** The OpenID provider, for a browser that reaches it below another host. */
  askProvider(request: OriginRequest): Promise<OriginAnswer>;
  /** Deploys the custom resources, then starts the schedules; the listeners must be there. Problem code: `local.custom-resource`. */
  deploy(): Promise<readonly Problem[]>;
  /** Serves another deployment from now on. Its custom resources are asked by the deployment itself. */
  serve(deployment: Deployment): Promise<readonly Problem[]>;
  /** How custom resources are asked, and what is remembered of them. */
  readonly customResources: CustomResourceCall & { readonly state: DeploymentState };
  readonly identities: Identities;
  /** Runs a scheduled function now, by its name, and waits until it has ended. */
  run(name: string): Promise<void>;
  /** Makes the HTTP API fail as a whole, or repairs it. */
  break(fault: GatewayFault | undefined): void;
  /** Ids of the processes that run now. */
  readonly processes: { function(name: string): readonly number[]; database(): number | undefined };
  close(): Promise<void>;
}

export type BackendOutcome =
  | { readonly ok: true; readonly value: Backend | undefined }
  | { readonly ok: false; readonly problems: Problem[] };

/** Opens the backend of a deployment; the value is `undefined` where there is none. Problem codes: `local.database`, `local.table-changed`. */
export async function openBackend(given: BackendOptions): Promise<BackendOutcome> {
  const metrics = createMetrics(Date.now);
  const { deployment, directory, log, fleet, disturbDatabase: disturb } = given;
  const { tables, httpApis } = deployment;
  if (tables.length === 0 && httpApis.length === 0) return { ok: true, value: undefined };
  const database = await openDatabase({ directory, tables, log, disturb });
  if (!database.ok) return database;
  const identities = identitiesOf(fleet);
  const openId = createOpenId(identities, join(directory, 'openid-keys.json'));
  const responses = createResponses();
  // Without the table's items, nothing of what was deployed is there.
  const state = openState(join(directory, 'custom-resources.json'), database.value.isNew);
  const parts = { database: database.value, openId, responses, metrics, state };
  return { ok: true, value: assemble(given, identities, parts) };
}

interface Parts {
  readonly database: Database;
  readonly openId: OpenId;
  readonly responses: Responses;
  readonly metrics: Metrics;
  readonly state: DeploymentState;
}

/** What depends on the deployment that is served. */
interface Served {
  readonly deployment: Deployment;
  readonly functions: Functions;
  readonly gateway: Gateway;
  readonly schedules: Schedules;
}

function serveBy(options: BackendOptions, { metrics, openId }: Parts, deployment: Deployment): Served {
  const functions = counted({ ...options, deployment }, metrics);
  const next = { ...options, deployment, functions };
  return {
    deployment,
    functions,
    gateway: openGateway(next, openId),
    // The check observes every host: the command that starts the cloud decides when there is time for it.
    schedules: createSchedules({ ...next, beginsAtOnce: (name) => name !== LOCAL_CHECK }),
  };
}

/** The functions, each invocation of which is counted. */
function counted({ functions, deployment }: BackendOptions, metrics: Metrics): Functions {
  const invoke: Functions['invoke'] = (arn, event) => {
    metrics.invoked(deployment.functions.get(arn)?.name ?? '');
    return functions.invoke(arn, event);
  };
  return { ...functions, invoke };
}

type AnswerHost = (request: OriginRequest) => OriginAnswer | Promise<OriginAnswer>;

function assemble(options: BackendOptions, identities: Identities, parts: Parts): Backend {
  const { database, openId, responses, metrics } = parts;
  let served = serveBy(options, parts, options.deployment);
  let fault: GatewayFault | undefined;
  let isStarted = false;
  const fixed = new Map<string, AnswerHost>([
    [DYNAMODB_HOST, database.answer],
    [RESPONSE_HOST, responses.answer],
    [openId.host, openId.answer],
    [SNS_HOST, topicsHost(options.log)],
    [CLOUDWATCH_HOST, metrics.answer],
    ...secretsHosts(options.fleet).map((host) => [host, secretsHost(options.secrets)] as const),
  ]);
  const isGateway = (host: string) => served.gateway.hosts.includes(host);
  const answerOf = (host: string): AnswerHost | undefined =>
    isGateway(host) ? (request) => throughGateway(request, served.gateway, fault) : fixed.get(host);
  const customResources = customResourcesOf(parts, () => served);
  return {
    hosts: () => [...served.gateway.hosts, ...fixed.keys()],
    knows: (host) => answerOf(host) !== undefined,
    resolves: (host) => !(fault === 'gone' && isGateway(host)),
    answer: async (request) => answerOf(request.host)?.(request) ?? 'refused',
    askProvider: openId.answer,
    deploy: async () => {
      const context = { state: parts.state, log: options.log, asking: customResources };
      const problems = await deployCustomResources(served.deployment.customResources, context);
      isStarted = problems.length === 0;
      if (isStarted) served.schedules.start();
      return problems;
    },
    serve: async (deployment) => {
      const problems = await database.ensure(deployment.tables);
      if (problems.length > 0) return problems;
      const before = served;
      served = serveBy(options, parts, deployment);
      before.schedules.stop();
      if (isStarted) served.schedules.start();
      return [];
    },
    customResources,
    identities,
    run: (name) => served.schedules.run(name),
    break: (next) => {
      fault = next;
    },
    processes: { function: (name) => served.functions.pids(name), database: database.pid },
    close: async () => {
      served.schedules.stop();
      await Promise.all([database.close(), openId.close()]);
    },
  };
}

function customResourcesOf({ responses, state }: Parts, served: () => Served): Backend['customResources'] {
  return {
    state,
    responses,
    retriesOf: (arn) => served().deployment.functions.get(arn)?.asynchronousRetries ?? 0,
    invoke: async (arn, event) =>
      served().deployment.functions.has(arn)
        ? served().functions.invoke(arn, event)
        : { kind: 'failure', reason: 'there is no such function' },
  };
}
