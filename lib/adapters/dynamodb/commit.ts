import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';

/** A write of a transaction. */
export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Reasons for which a transaction is worth planning anew. */
const CONFLICTS = ['ConditionalCheckFailed', 'TransactionConflict'];

/** Writes all or nothing; false where another process wrote one of the items. Throws what else the SDK throws. */
export async function commitTogether(client: DynamoDBDocumentClient, writes: readonly Write[]): Promise<boolean> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: [...writes] }));
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
