import { Duration, RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { USE_CDK_MANAGED_LAMBDA_LOGGROUP } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { REGION } from '../../contract/names';

/** The edge function's settings. Lambda allows the last three and Lambda@Edge does not: the constructor refuses them. */
export interface EdgeFunctionProps {
  readonly functionName: string;
  /** Built beforehand, so that the version changes with the code alone. */
  readonly code: lambda.Code;
  readonly handler: string;
  readonly architecture?: lambda.Architecture;
  readonly tracing?: lambda.Tracing;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A Lambda function that CloudFront may run at its edges: 128 MB and 5 seconds, so that every reading of the quotas
 * holds. Function and versions are retained: replicas remain for hours after the last distribution has released them,
 * and deleting fails meanwhile.
 */
export class EdgeFunction extends Construct {
  /** Lambda's view of it, without a version: CloudFront needs `version`. */
  readonly function: lambda.Function;
  /** The newest version. */
  readonly version: lambda.IVersion;

  constructor(scope: Construct, id: string, props: EdgeFunctionProps) {
    super(scope, id);
    const faults = edgeFaults({
      architectures: props.architecture && [props.architecture.name],
      tracing: props.tracing,
      environment: props.environment,
    });
    if (faults.length > 0) throw new Error(faults.join('\n'));
    // CDK's own group would be kept for two years, and outlive the stack under a fixed name.
    this.node.setContext(USE_CDK_MANAGED_LAMBDA_LOGGROUP, false);
    this.function = new lambda.Function(this, 'Function', {
      functionName: props.functionName,
      description: 'Answers device discovery and website redirects for every front',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.X86_64,
      code: props.code,
      handler: props.handler,
      role: edgeRole(this, props.functionName),
      memorySize: 128,
      timeout: Duration.seconds(5),
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    this.function.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.version = this.function.currentVersion;
    for (const { id, logGroupName } of logGroups(props.functionName)) {
      new logs.LogGroup(this, id, {
        logGroupName,
        retention: logs.RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      });
    }
    this.node.addValidation({ validate: () => renderedFaults(this.function) });
  }
}

/** The function's log groups: at the edges under a prefixed name [documented], when invoked directly under its own. */
function logGroups(functionName: string) {
  return [
    // Edges in other regions create groups of this name themselves.
    { id: 'EdgeLogGroup', logGroupName: `/aws/lambda/${REGION}.${functionName}`, region: '*' },
    { id: 'DirectLogGroup', logGroupName: `/aws/lambda/${functionName}`, region: REGION },
  ] as const;
}

function edgeRole(scope: Construct, functionName: string): iam.Role {
  const { account } = Stack.of(scope);
  const streams = (accountId: string) =>
    logGroups(functionName).map(
      ({ region, logGroupName }) => `arn:aws:logs:${region}:${accountId}:log-group:${logGroupName}:*`,
    );
  const role = new iam.Role(scope, 'Role', {
    description: 'The edge function: writes its own logs and nothing else',
    assumedBy: new iam.CompositePrincipal(
      new iam.ServicePrincipal('lambda.amazonaws.com'),
      new iam.ServicePrincipal('edgelambda.amazonaws.com'),
    ),
    inlinePolicies: {
      WriteLogs: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
            resources: streams(account),
          }),
        ],
      }),
    },
  });
  // Findings are named by the resource, with the account as cdk-nag spells a reference.
  const findings = streams(Token.isUnresolved(account) ? '<AWS::AccountId>' : account);
  const reason = 'Lambda names the log streams, and the region is that of the edge that runs the function.';
  Validations.of(role).acknowledge(
    ...findings.map((finding) => ({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${finding}]`, reason })),
  );
  return role;
}

interface EdgeSettings {
  readonly architectures?: readonly string[];
  readonly tracing?: string;
  readonly environment?: unknown;
}

/** Faults that CDK accepts (or finds only where a distribution is in the same stack) and CloudFront refuses at deployment. */
function edgeFaults({ architectures, tracing, environment }: EdgeSettings): string[] {
  const faults: string[] = [];
  const architecture = architectures?.find((name) => name !== 'x86_64');
  if (architecture !== undefined) {
    faults.push(`Cannot run the edge function on "${architecture}": Lambda@Edge has no such machines; expected x86_64`);
  }
  if (tracing !== undefined && tracing !== lambda.Tracing.DISABLED) {
    faults.push(`Cannot trace the edge function: tracing is "${tracing}"; expected none, Lambda@Edge has no X-Ray`);
  }
  if (environment !== undefined && environment !== null) {
    faults.push(
      'Cannot give the edge function environment variables: Lambda@Edge has none; expected settings in origin headers',
    );
  }
  return faults;
}

/** The same rules at synthesis, as variables and overrides may come after construction. */
function renderedFaults(target: lambda.Function): string[] {
  const resource = target.node.defaultChild;
  if (!(resource instanceof lambda.CfnFunction)) return [];
  const resolve = (value: unknown) => Stack.of(target).resolve(value);
  return edgeFaults({
    architectures: resolve(resource.architectures),
    tracing: resolve(resource.tracingConfig)?.mode,
    environment: resolve(resource.environment),
  });
}
