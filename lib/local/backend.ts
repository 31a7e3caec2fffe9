import { join } from 'node:path';
import { backendFunctionName } from '../contract/backend';
import { LOCAL_STAGE } from '../contract/names';
import type { Problem } from '../core/problems';
import type { Fleet } from '../core/tenants/fleet';
import type { OriginAnswer, OriginRequest } from './cloudfront/ask-origin';
import { deployCustomResources } from './custom-resources/deploy';
import { createResponses, RESPONSE_HOST, type Responses } from './custom-resources/responses';
import { openState } from './custom-resources/state';
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
  /** Lower-case names that have an address. */
  readonly hosts: readonly string[];
  knows(host: string): boolean;
  /** Whether DNS still has an address for one of its hosts. */
  resolves(host: string): boolean;
  answer(request: OriginRequest): Promise<OriginAnswer>;
  /** The OpenID provider, for a browser that reaches it below another host. */
  askProvider(request: OriginRequest): Promise<OriginAnswer>;
  /** Deploys the custom resources, then starts the schedules; the listeners must be there. Problem code: `local.custom-resource`. */
  deploy(): Promise<readonly Problem[]>;
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
  const options = { ...given, functions: counted(given, metrics) };
  const { deployment, directory, log, fleet, disturbDatabase: disturb } = options;
  const { tables, httpApis } = deployment;
  if (tables.length === 0 && httpApis.length === 0) return { ok: true, value: undefined };
  const database = await openDatabase({ directory, tables, log, disturb });
  if (!database.ok) return database;
  const identities = identitiesOf(fleet);
  const openId = createOpenId(identities, join(directory, 'openid-keys.json'));
  const parts = {
    database: database.value,
    openId,
    responses: createResponses(),
    gateway: openGateway(options, openId),
    // The check observes every host: the command that starts the cloud decides when there is time for it.
    schedules: createSchedules({ ...options, beginsAtOnce: (name) => name !== LOCAL_CHECK }),
    metrics,
  };
  return { ok: true, value: assemble(options, identities, parts) };
}

interface Parts {
  readonly database: Database;
  readonly openId: OpenId;
  readonly responses: Responses;
  readonly gateway: Gateway;
  readonly schedules: Schedules;
  readonly metrics: Metrics;
}

/** The same functions; their invocations are counted. */
function counted({ functions, deployment }: BackendOptions, metrics: Metrics): Functions {
  const invoke: Functions['invoke'] = (arn, event) => {
    metrics.invoked(deployment.functions.get(arn)?.name ?? '');
    return functions.invoke(arn, event);
  };
  return { ...functions, invoke };
}

function assemble(options: BackendOptions, identities: Identities, parts: Parts): Backend {
  const { database, openId, responses, gateway, schedules, metrics } = parts;
  const { functions } = options;
  let fault: GatewayFault | undefined;
  const isGateway = (host: string) => gateway.hosts.includes(host);
  const hosts = new Map<string, (request: OriginRequest) => OriginAnswer | Promise<OriginAnswer>>([
    ...gateway.hosts.map(
      (host) => [host, (request: OriginRequest) => throughGateway(request, gateway, fault)] as const,
    ),
    [DYNAMODB_HOST, database.answer],
    [RESPONSE_HOST, responses.answer],
    [openId.host, openId.answer],
    [SNS_HOST, topicsHost(options.log)],
    [CLOUDWATCH_HOST, metrics.answer],
    ...secretsHosts(options.fleet).map((host) => [host, secretsHost(options.secrets)] as const),
  ]);
  return {
    hosts: [...hosts.keys()],
    knows: (host) => hosts.has(host),
    resolves: (host) => !(fault === 'gone' && isGateway(host)),
    answer: async (request) => hosts.get(request.host)?.(request) ?? 'refused',
    askProvider: openId.answer,
    deploy: async () => {
      const problems = await deploy(options, database.isNew, responses);
      if (problems.length === 0) schedules.start();
      return problems;
    },
    identities,
    run: schedules.run,
    break: (next) => {
      fault = next;
    },
    processes: { function: functions.pids, database: database.pid },
    close: async () => {
      schedules.stop();
      await Promise.all([database.close(), openId.close()]);
    },
  };
}

async function deploy(
  { deployment, directory, functions, log }: BackendOptions,
  isNew: boolean,
  responses: Responses,
): Promise<readonly Problem[]> {
  // In a new table no earlier deployment exists.
  const state = openState(join(directory, 'custom-resources.json'), isNew);
  const retriesOf = (arn: string) => deployment.functions.get(arn)?.asynchronousRetries ?? 0;
  const invoke = async (arn: string, event: unknown) =>
    deployment.functions.has(arn)
      ? functions.invoke(arn, event)
      : ({ kind: 'failure', reason: 'there is no such function any more' } as const);
  return deployCustomResources(deployment.customResources, { state, log, asking: { invoke, retriesOf, responses } });
}
