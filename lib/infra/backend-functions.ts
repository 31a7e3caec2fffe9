import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { BACKEND_FUNCTIONS, type BackendFunction, backendFunctionName } from '../contract/backend';
import { ENVIRONMENT, ENVIRONMENT_OF } from '../contract/environment';
import { audienceOf, issuerOf } from '../contract/identity';
import type { Config } from '../core/tenants/fleet';
import type { BackendAssets } from './asset';
import { tablePermissions } from './backend-permissions';

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
};

interface Settings {
  readonly config: Config;
  readonly assets: BackendAssets;
  readonly table: dynamodb.ITableV2;
}

/** The functions of the backend by name. */
export type BackendFunctions = Readonly<Record<BackendFunction, lambda.Function>>;

/** The functions, each with its own role, log group and share of the account's concurrency. */
export function backendFunctions(scope: Construct, settings: Settings): BackendFunctions {
  const permissions = tablePermissions(settings.table);
  const build = (name: BackendFunction) =>
    buildFunction(new Construct(scope, constructId(name)), name, { ...settings, permissions: permissions[name] });
  return { discovery: build('discovery'), api: build('api'), declare: build('declare') };
}

function constructId(name: BackendFunction): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function buildFunction(
  scope: Construct,
  name: BackendFunction,
  settings: Settings & { readonly permissions: iam.PolicyStatement[] },
): lambda.Function {
  const { config, assets, permissions } = settings;
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
    role: functionRole(scope, name, logGroup, permissions),
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
  permissions: iam.PolicyStatement[],
): iam.Role {
  const writeLogs = new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    // The ARN of a group ends in `:*`, which covers its streams.
    resources: [logGroup.logGroupArn],
  });
  return new iam.Role(scope, 'Role', {
    description: `The function ${name}: its own logs, and its part of the table`,
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      WriteLogs: new iam.PolicyDocument({ statements: [writeLogs] }),
      UseTable: new iam.PolicyDocument({ statements: permissions }),
    },
  });
}

function environmentOf(name: BackendFunction, { config, table }: Settings): Record<string, string> {
  const values: Readonly<Record<keyof typeof ENVIRONMENT, string>> = {
    table: table.tableName,
    stage: config.stage,
    issuer: issuerOf(config),
    audience: audienceOf(config),
  };
  return Object.fromEntries(ENVIRONMENT_OF[name].map((key) => [ENVIRONMENT[key], values[key]]));
}

/** Every function of the backend, for what is said of each of them. */
export function eachFunction<T>(
  functions: BackendFunctions,
  map: (target: lambda.Function, name: BackendFunction) => T,
): T[] {
  return BACKEND_FUNCTIONS.map((name) => map(functions[name], name));
}
