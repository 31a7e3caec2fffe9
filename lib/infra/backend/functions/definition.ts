import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { ENVIRONMENT } from '../../../contract/environment';
import { REGISTRATION_ENVIRONMENT } from '../../../contract/registration';
import type { Config } from '../../../core/tenants/fleet';
import type { AlarmRow } from '../../alarm';

/** Names of all environment variables that a function may receive. */
export const VARIABLES = { ...ENVIRONMENT, ...REGISTRATION_ENVIRONMENT } as const;

/** What permissions are given on. */
export interface PermissionContext {
  readonly config: Config;
  readonly account: string;
  readonly table: ITableV2;
  /** ARN of the topic for everything that a person must know. */
  readonly alarmTopicArn: string;
}

/** The statements of one policy of a role, and the reasons for their wildcards. */
export interface Grant {
  readonly statements: iam.PolicyStatement[];
  /** Resources with a wildcard, as cdk-nag spells them. */
  readonly wildcards?: readonly { readonly resource: string; readonly reason: string }[];
}

/** What the metrics of a function's alarms are read from. */
export interface MonitoredFunction {
  readonly stage: string;
  readonly target: lambda.Function;
}

/** Everything about one function of the backend but its code. */
export interface FunctionDefinition {
  readonly description: string;
  readonly memorySize: number;
  readonly timeoutSeconds: number;
  /**
   * How many invocations may run at once: reserved for the function, and its maximum, so that no function can take
   * another's share. It also limits the requests to ten times as many per second. Of an account's 1,000, 100 must be left
   * unreserved [documented], and the edge function in us-east-1 uses those.
   */
  readonly reservedConcurrency: number;
  /** For events that Lambda queues, and would deliver again. */
  readonly asynchronous?: Pick<lambda.EventInvokeConfigOptions, 'maxEventAge' | 'retryAttempts'>;
  /** The rule that calls it every `RUN_MINUTES`; without one it runs on request only. */
  readonly schedule?: { readonly id: string; readonly description: string };
  readonly environment: readonly (keyof typeof VARIABLES)[];
  /** The policies of its role by their names, besides the one that writes its log. */
  readonly permissions: (context: PermissionContext) => Readonly<Record<string, Grant>>;
  /** Whether it reads the server tokens that tenants share; it does not when left out. */
  readonly readsSharedTokens?: boolean;
  /** A fault that a single request may have by chance has a higher threshold; others go off at the first one. */
  readonly alarms: readonly AlarmRow<MonitoredFunction>[];
}
