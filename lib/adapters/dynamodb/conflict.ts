import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** Reasons for which a transaction is worth planning anew. */
const CONFLICTS = ['ConditionalCheckFailed', 'TransactionConflict'];

/** Whether a transaction failed because somebody else wrote, and for no other reason. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
  return codes.some((code) => CONFLICTS.includes(code)) && codes.every((code) => ['None', ...CONFLICTS].includes(code));
}

/** Whether a single write failed because its condition did not hold. */
export function isConditionFailure(error: unknown): boolean {
  return error instanceof ConditionalCheckFailedException;
}
