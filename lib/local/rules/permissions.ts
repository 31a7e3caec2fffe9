import type { ImitatedRule } from './rule';

/**
 * What our permissions rely on. The local cloud does not evaluate permissions: a role with too few shows only in an account.
 * The code that relies on a rule names it, as elsewhere.
 */
export const PERMISSION_RULES = {
  'iam.transaction-parts': {
    rule: 'TransactWriteItems needs the permission of each part: PutItem, UpdateItem, DeleteItem or ConditionCheckItem; none of its own.',
    mark: 'documented',
    proof:
      'as the role of signpost-$STAGE-reconcile: aws dynamodb transact-write-items with a ConditionCheck: AccessDenied',
  },
  'iam.leading-keys-in-transactions': {
    rule: 'dynamodb:LeadingKeys holds the partition key of each part of TransactWriteItems, as it does for a request of its own.',
    mark: 'assumed',
    proof:
      'as the role of signpost-$STAGE-reconcile: aws dynamodb transact-write-items with a Put below TENANT#x: allowed; with one below DOMAIN#x beside it: AccessDenied, and nothing is written',
  },
  'iam.attributes': {
    rule: 'dynamodb:Attributes holds the attributes that a request names, and dynamodb:Select is there where it names any; a GetItem that names none asks for all of them.',
    mark: 'documented',
    proof:
      'as the role of signpost-$STAGE-discovery: aws dynamodb get-item without a projection expression: AccessDenied',
  },
  'iam.kms-via-secrets-manager': {
    rule: 'kms:ViaService is secretsmanager.<region>.amazonaws.com where Secrets Manager decrypts for the role, also by the key of another account; a call of kms:Decrypt itself has none.',
    mark: 'documented',
    proof:
      'as the role of signpost-$STAGE-api: aws secretsmanager get-secret-value of a shared token; aws kms decrypt with its key: AccessDenied',
  },
  'iam.kms-topic-context': {
    rule: 'Publishing to an encrypted topic calls KMS through sns.<region>.amazonaws.com, with the ARN of the topic as the encryption context aws:sns:topicArn.',
    mark: 'documented',
    proof:
      'as the role of signpost-$STAGE-reconcile: aws sns publish --topic-arn $ALARM_TOPIC --message test; to another topic with a key of the account: AccessDenied',
  },
  'iam.force-delete': {
    rule: 'secretsmanager:ForceDeleteWithoutRecovery says whether a deletion is final; without it the secret can be restored for 30 days.',
    mark: 'documented',
    proof:
      'as the role of signpost-$STAGE-api: aws secretsmanager delete-secret --force-delete-without-recovery --secret-id signpost/$STAGE/test: AccessDenied',
  },
} satisfies Readonly<Record<string, ImitatedRule>>;
