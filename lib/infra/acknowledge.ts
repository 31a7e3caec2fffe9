import { Token, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Accepts one resource with a wildcard, as cdk-nag spells it. */
export function acknowledgeWildcard(scope: Construct, resource: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`, reason });
}

/** An account as cdk-nag spells it in the names of findings, where it is a reference. */
export function spelledAccount(account: string): string {
  return Token.isUnresolved(account) ? '<AWS::AccountId>' : account;
}
