import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type BackendFunction, backendFunctionName, discoveryDomainOf } from '../../../contract/backend';
import { audienceOf, issuerOf } from '../../../contract/identity';
import { LOCAL_STAGE } from '../../../contract/names';
import type { Config } from '../../../core/tenants/fleet';
import { acknowledgeWildcard } from '../../acknowledge';
import type { BackendAssets } from '../../asset';
import { type FunctionDefinition, VARIABLES } from './definition';

export interface FunctionSettings {
  readonly config: Config;
  readonly assets: BackendAssets;
  readonly table: ITableV2;
  /** ARN of the topic for everything that a person must know. */
  readonly alarmTopicArn: string;
}

/** Creates a function as it is defined, with its role and log group. */
export function buildFunction(
  scope: Construct,
  name: BackendFunction,
  definition: FunctionDefinition,
  settings: FunctionSettings,
): lambda.Function {
  const { directory, handler } = settings.assets[name];
  const { description, memorySize, timeoutSeconds, reservedConcurrency, asynchronous } = definition;
  const functionName = backendFunctionName(settings.config.stage, name);
  const logGroup = new logs.LogGroup(scope, 'LogGroup', {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new lambda.Function(scope, 'Function', {
    description,
    memorySize,
    ...asynchronous,
    functionName,
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    code: lambda.Code.fromAsset(directory),
    handler,
    role: functionRole(scope, name, definition, { ...settings, logGroup }),
    environment: environmentOf(definition, settings),
    timeout: Duration.seconds(timeoutSeconds),
    reservedConcurrentExecutions: reservedConcurrency,
    logGroup,
  });
}

function functionRole(
  scope: Construct,
  name: BackendFunction,
  { permissions }: FunctionDefinition,
  settings: FunctionSettings & { readonly logGroup: logs.ILogGroup },
): iam.Role {
  const grants = Object.entries(permissions({ ...settings, account: Stack.of(scope).account }));
  const policies = grants.map(([policyName, { statements }]) => [policyName, document(statements)] as const);
  const role = new iam.Role(scope, 'Role', {
    description: `The function ${name}: its own logs, and its part of the table`,
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { WriteLogs: document([writeLogs(settings.logGroup)]), ...Object.fromEntries(policies) },
  });
  for (const { resource, reason } of grants.flatMap(([, { wildcards = [] }]) => wildcards))
    acknowledgeWildcard(role, resource, reason);
  return role;
}

function writeLogs(logGroup: logs.ILogGroup): iam.PolicyStatement {
  return new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    // The ARN of a group ends in `:*`, which covers its streams.
    resources: [logGroup.logGroupArn],
  });
}

function document(statements: iam.PolicyStatement[]): iam.PolicyDocument {
  return new iam.PolicyDocument({ statements });
}

function environmentOf(
  { environment }: FunctionDefinition,
  { config, table, alarmTopicArn }: FunctionSettings,
): Record<string, string> {
  const values: Readonly<Record<keyof typeof VARIABLES, string>> = {
    table: table.tableName,
    stage: config.stage,
    issuer: issuerOf(config),
    audience: audienceOf(config),
    alarmTopic: alarmTopicArn,
    discoveryDomain: discoveryDomainOf(config),
    // In a new stage of an account a person allows writes to Apple first; the Apple simulator may be written to at once.
    initialWrites: config.stage === LOCAL_STAGE ? 'on' : 'observeOnly',
  };
  return Object.fromEntries(environment.map((key) => [VARIABLES[key], values[key]]));
}
