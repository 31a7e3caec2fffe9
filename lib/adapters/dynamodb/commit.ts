import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';

/** Reasons for which a transaction is worth planning anew. */
const CONFLICTS = ['ConditionalCheckFailed', 'TransactionConflict'];

/** Writes all or nothing; false where another process wrote one of the items. Throws what else the SDK throws. */
export async function commitTogether(client: DynamoDBClient, writes: readonly TransactWriteItem[]): Promise<boolean> {
  try {
    await client.send(new TransactWriteItemsCommand({ TransactItems: [...writes] }));
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw error;
  }
}

/** Awaits a single write; false where its condition did not hold. Throws what else the SDK throws. */
export async function conditionHeld(writing: Promise<unknown>): Promise<boolean> {
  try {
    await writing;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Whether a transaction failed because another process wrote, and for no other reason. */
function isConflict(error: unknown): boolean {
  if (!(error instanceof TransactionCanceledException)) return false;
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
  return codes.some((code) => CONFLICTS.includes(code)) && codes.every((code) => ['None', ...CONFLICTS].includes(code));
}
