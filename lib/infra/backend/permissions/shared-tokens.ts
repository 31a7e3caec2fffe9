import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Tenant } from '../../../core/tenants/fleet';
import { withoutSuffix } from '../../../core/tenants/shared-secrets';
import { acknowledgeWildcard } from '../../acknowledge';

/** A managed policy has at most 6,144 characters [documented]; everything but the ARNs takes a tenth of them. */
const MAX_ARN_CHARACTERS = 5500;

/** As many policies as a role can have. [documented] */
const MAX_POLICIES = 10;

/** Other accounts encrypt with their own keys, whose ids are unknown here. */
const KEYS = 'arn:aws:kms:*:*:key/*';

/** ARNs of the secrets that tenants name, sorted, so that the order of tenants changes no template. */
export function sharedTokensOf(tenants: readonly Tenant[]): readonly string[] {
  const arns = tenants.flatMap(({ servers }) =>
    servers.flatMap(({ token }) => (token.kind === 'shared' ? [token.secretArn] : [])),
  );
  return arns.sort();
}

/** Whether all these secrets can be named in the policies of one role. */
export function fitsPolicies(secretArns: readonly string[]): boolean {
  return pagesOf(secretArns).length <= MAX_POLICIES;
}

/**
 * Lets these roles read exactly these secrets, including another account's where that account allows it too. Managed
 * policies, as inline policies have no space for more than about ninety.
 */
export function grantSharedTokens(scope: Construct, secretArns: readonly string[], roles: iam.IRole[]): void {
  for (const [index, resources] of pagesOf(secretArns.map(withSuffix)).entries()) {
    const policy = new iam.ManagedPolicy(scope, `ReadSharedTokens${index + 1}`, {
      description: 'Reads the server tokens that MDMs share',
      statements: [
        new iam.PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [...resources] }),
        new iam.PolicyStatement({
          actions: ['kms:Decrypt'],
          // rule: iam.kms-via-secrets-manager
          resources: [KEYS],
          conditions: { StringLike: { 'kms:ViaService': 'secretsmanager.*.amazonaws.com' } },
        }),
      ],
      roles,
    });
    const reason = 'Keys of other accounts, which must allow it too; only for secrets that the policy names.';
    acknowledgeWildcard(policy, KEYS, reason);
  }
}

/** The ARN with any suffix where its own was left out. */
function withSuffix(arn: string): string {
  return withoutSuffix(arn) === arn ? `${arn}-??????` : arn;
}

function pagesOf(arns: readonly string[]): readonly (readonly string[])[] {
  const pages: string[][] = [];
  let left = 0;
  for (const arn of arns) {
    // Quotation marks, a comma, and what a suffix may add.
    const length = arn.length + 10;
    if (length > left) {
      pages.push([]);
      left = MAX_ARN_CHARACTERS;
    }
    pages.at(-1)?.push(arn);
    left -= length;
  }
  return pages;
}
