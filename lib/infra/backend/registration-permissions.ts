import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { BackendFunction } from '../../contract/backend';
import { REGION } from '../../contract/names';
import { ownedSecretPrefix, REGISTRATION_FUNCTIONS } from '../../contract/registration';
import type { Config } from '../../core/tenants/fleet';
import { acknowledgeWildcard } from '../acknowledge';
import { spelledAccount } from './topic-permissions';

/** What a function may do for registrations, besides the table and telling people: keep owned server tokens. */
export function registrationPermissions(
  scope: Construct,
  name: BackendFunction,
  config: Config,
): iam.PolicyStatement[] {
  if (!REGISTRATION_FUNCTIONS.includes(name)) return [];
  const tokens = [ownedTokens(config, Stack.of(scope).account)];
  const readTokens = new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: tokens });
  // Keys and tokens are exchanged on a person's word alone.
  return name === 'api' ? keepTokens(tokens) : [readTokens];
}

function keepTokens(resources: string[]): iam.PolicyStatement[] {
  const actions = ['GetSecretValue', 'PutSecretValue', 'CreateSecret'].map((action) => `secretsmanager:${action}`);
  return [
    new iam.PolicyStatement({ actions, resources }),
    new iam.PolicyStatement({
      actions: ['secretsmanager:DeleteSecret'],
      resources,
      // What was deleted can be brought back for a time.
      // rule: iam.force-delete
      conditions: { BoolIfExists: { 'secretsmanager:ForceDeleteWithoutRecovery': 'false' } },
    }),
  ];
}

/** Accepts what `registrationPermissions` leaves open, in the words of cdk-nag. */
export function acknowledgeRegistrations(role: iam.Role, config: Config): void {
  const reason = 'There is a secret per server, made when it is first needed.';
  acknowledgeWildcard(role, ownedTokens(config, spelledAccount(role)), reason);
}

function ownedTokens({ stage }: Config, account: string): string {
  return `arn:aws:secretsmanager:${REGION}:${account}:secret:${ownedSecretPrefix(stage)}*`;
}
