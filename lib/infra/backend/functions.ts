import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  BACKEND_FUNCTIONS,
  type BackendFunction,
  backendFunctionName,
  discoveryDomainOf,
} from '../../contract/backend';
import { ENVIRONMENT, ENVIRONMENT_OF } from '../../contract/environment';
import { audienceOf, issuerOf } from '../../contract/identity';
import { LOCAL_STAGE } from '../../contract/names';
import { REGISTRATION_ENVIRONMENT, REGISTRATION_FUNCTIONS } from '../../contract/registration';
import type { Config } from '../../core/tenants/fleet';
import { acknowledgeWildcard } from '../acknowledge';
import type { BackendAssets } from '../asset';
import { tablePermissions } from './permissions';
import { acknowledgeRegistrations, registrationPermissions } from './registration-permissions';
import { grantSharedTokens } from './shared-tokens';
import { acknowledgeTopicKeys, allowNotices } from './topic-permissions';

interface FunctionSettings {
  readonly description: string;
  readonly memorySize: number;
  readonly timeoutSeconds: number;
  /**
   * How many may run at once: kept for it, and all that it gets, so that no function can take another's. It also bounds
   * the requests to ten times as many per second. Of an account's 1,000, 100 must be left over [documented], and edge
   * functions that run in us-east-1 live on those.
   */
  readonly reservedConcurrency: number;
  /** For events that Lambda keeps and would deliver again. */
  readonly asynchronous?: Pick<lambda.EventInvokeConfigOptions, 'maxEventAge' | 'retryAttempts'>;
}

const SETTINGS: Readonly<Record<BackendFunction, FunctionSettings>> = {
  discovery: {
    description: 'Answers devices from the table',
    memorySize: 256,
    // Within the 5 seconds that a front waits before the edge answers.
    timeoutSeconds: 4,
    reservedConcurrency: 100,
  },
  api: { description: 'The management API', memorySize: 512, timeoutSeconds: 15, reservedConcurrency: 50 },
  declare: {
    description: 'Takes the declarations of tenant stacks',
    memorySize: 256,
    timeoutSeconds: 60,
    reservedConcurrency: 10,
    // What is carried out after CloudFormation has given up would undo its rollback.
    asynchronous: { retryAttempts: 0, maxEventAge: Duration.minutes(2) },
  },
  reconcile: {
    description: 'Brings Apple and what is wanted together',
    memorySize: 512,
    // Over before the next run begins.
    timeoutSeconds: 240,
    // Two at once would do no harm, but ask Apple twice as much.
    reservedConcurrency: 1,
    // The next run takes what was left.
    asynchronous: { retryAttempts: 0, maxEventAge: Duration.minutes(1) },
  },
  check: {
    description: 'Looks at domains and fallbacks from outside',
    // Handshakes by the dozen: CPU comes with memory.
    memorySize: 1024,
    // Over before the next run begins.
    timeoutSeconds: 240,
    // Two at once would do no harm, but look twice as often.
    reservedConcurrency: 1,
    // The next run takes what was left.
    asynchronous: { retryAttempts: 0, maxEventAge: Duration.minutes(1) },
  },
};

interface Settings {
  readonly config: Config;
  readonly assets: BackendAssets;
  readonly table: dynamodb.ITableV2;
  /** ARN of the topic for everything a person must know. */
  readonly alarmTopicArn: string;
  /** ARNs of the secrets that tenants share, which are read and never written. */
  readonly sharedTokens: readonly string[];
}

type FunctionParts = Settings & { readonly permissions: iam.PolicyStatement[] };

/** The functions of the backend by name. */
export type BackendFunctions = Readonly<Record<BackendFunction, lambda.Function>>;

/** The functions, each with its own role, log group and share of the account's concurrency. */
export function backendFunctions(scope: Construct, settings: Settings): BackendFunctions {
  const permissions = tablePermissions(settings.table);
  const build = (name: BackendFunction) =>
    buildFunction(new Construct(scope, constructId(name)), name, { ...settings, permissions: permissions[name] });
  const functions = {
    discovery: build('discovery'),
    api: build('api'),
    declare: build('declare'),
    reconcile: build('reconcile'),
    check: build('check'),
  };
  const readers = REGISTRATION_FUNCTIONS.flatMap((name) => functions[name].role ?? []);
  grantSharedTokens(scope, settings.sharedTokens, readers);
  return functions;
}

function constructId(name: BackendFunction): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function buildFunction(scope: Construct, name: BackendFunction, settings: FunctionParts): lambda.Function {
  const { config, assets } = settings;
  const { directory, handler } = assets[name];
  const { timeoutSeconds, reservedConcurrency, asynchronous, ...rest } = SETTINGS[name];
  const functionName = backendFunctionName(config.stage, name);
  const logGroup = new logs.LogGroup(scope, 'LogGroup', {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new lambda.Function(scope, 'Function', {
    ...rest,
    ...asynchronous,
    functionName,
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    code: lambda.Code.fromAsset(directory),
    handler,
    role: functionRole(scope, name, logGroup, settings),
    environment: environmentOf(name, settings),
    timeout: Duration.seconds(timeoutSeconds),
    reservedConcurrentExecutions: reservedConcurrency,
    logGroup,
  });
}

function functionRole(
  scope: Construct,
  name: BackendFunction,
  logGroup: logs.ILogGroup,
  { config, permissions, alarmTopicArn }: FunctionParts,
): iam.Role {
  const writeLogs = new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    // The ARN of a group ends in `:*`, which covers its streams.
    resources: [logGroup.logGroupArn],
  });
  const registrations = registrationPermissions(scope, name, config);
  const notices = ENVIRONMENT_OF[name].includes('alarmTopic') ? allowNotices(scope, config, alarmTopicArn) : [];
  const role = new iam.Role(scope, 'Role', {
    description: `The function ${name}: its own logs, and its part of the table`,
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      WriteLogs: new iam.PolicyDocument({ statements: [writeLogs] }),
      UseTable: new iam.PolicyDocument({ statements: permissions }),
      ...(name === 'api' ? { ReadMetrics: new iam.PolicyDocument({ statements: [readMetrics()] }) } : {}),
      ...(registrations.length === 0 ? {} : { Register: new iam.PolicyDocument({ statements: registrations }) }),
      ...(notices.length === 0 ? {} : { TellPeople: new iam.PolicyDocument({ statements: notices }) }),
    },
  });
  if (notices.length > 0) acknowledgeTopicKeys(role, config);
  if (registrations.length > 0) acknowledgeRegistrations(role, config);
  if (name === 'api')
    acknowledgeWildcard(role, '*', 'CloudWatch knows no resources to read the metrics of. [documented]');
  return role;
}

function readMetrics(): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions: ['cloudwatch:GetMetricData'], resources: ['*'] });
}

function environmentOf(name: BackendFunction, { config, table, alarmTopicArn }: Settings): Record<string, string> {
  const values: Readonly<Record<keyof typeof ENVIRONMENT, string>> = {
    table: table.tableName,
    stage: config.stage,
    issuer: issuerOf(config),
    audience: audienceOf(config),
    alarmTopic: alarmTopicArn,
    discoveryDomain: discoveryDomainOf(config),
  };
  const own = Object.fromEntries(ENVIRONMENT_OF[name].map((key) => [ENVIRONMENT[key], values[key]]));
  if (!REGISTRATION_FUNCTIONS.includes(name)) return own;
  // A new stage in an account tells Apple nothing before somebody allows it; the Apple of this machine may be told.
  return { ...own, [REGISTRATION_ENVIRONMENT.initialWrites]: config.stage === LOCAL_STAGE ? 'on' : 'observeOnly' };
}

/** Every function of the backend, for what is said of each of them. */
export function eachFunction<T>(
  functions: BackendFunctions,
  map: (target: lambda.Function, name: BackendFunction) => T,
): T[] {
  return BACKEND_FUNCTIONS.map((name) => map(functions[name], name));
}
