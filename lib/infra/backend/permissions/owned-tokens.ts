import * as iam from 'aws-cdk-lib/aws-iam';
import { REGION } from '../../../contract/names';
import { ownedSecretPrefix } from '../../../contract/registration';
import { spelledAccount } from '../../acknowledge';
import type { Grant, PermissionContext } from '../functions/definition';

/** Reads the server tokens that Signpost owns. */
export function readOwnedTokens(context: PermissionContext): Grant {
  return grant(context, (resources) => [
    new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources }),
  ]);
}

/** Reads, writes and deletes them: keys and tokens are exchanged only when a person asks for it. */
export function manageOwnedTokens(context: PermissionContext): Grant {
  const actions = ['GetSecretValue', 'PutSecretValue', 'CreateSecret'].map((action) => `secretsmanager:${action}`);
  return grant(context, (resources) => [
    new iam.PolicyStatement({ actions, resources }),
    new iam.PolicyStatement({
      actions: ['secretsmanager:DeleteSecret'],
      resources,
      // A deleted token can be restored for some time.
      // rule: iam.force-delete
      conditions: { BoolIfExists: { 'secretsmanager:ForceDeleteWithoutRecovery': 'false' } },
    }),
  ]);
}

function grant(
  { config, account }: PermissionContext,
  statements: (resources: string[]) => iam.PolicyStatement[],
): Grant {
  const secrets = (accountId: string) =>
    `arn:aws:secretsmanager:${REGION}:${accountId}:secret:${ownedSecretPrefix(config.stage)}*`;
  const reason = 'There is one secret per server, created when it is first needed.';
  return {
    statements: statements([secrets(account)]),
    wildcards: [{ resource: secrets(spelledAccount(account)), reason }],
  };
}
