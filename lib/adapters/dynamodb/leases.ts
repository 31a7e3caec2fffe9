import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Leases } from '../../backend/registration/ports';
import { keys, TTL_ATTRIBUTE } from '../../contract/table';
import { conditionHeld } from './commit';
import { documentsOf } from './documents';

const DAY_SECONDS = 24 * 3600;

/** Leases in the table: an item per name, written only where it is free, over, or one's own. */
export function createLeases(client: DynamoDBClient, table: string): Leases {
  const documents = documentsOf(client);
  return {
    hold: (name, holder, until, now) =>
      conditionHeld(
        documents.send(
          new PutCommand({
            TableName: table,
            // The time to live only clears up; whether a lease is over is judged by `until`.
            Item: {
              ...keys.lease(name),
              holder,
              until,
              [TTL_ATTRIBUTE]: Math.ceil(until / 1000) + DAY_SECONDS,
            },
            ConditionExpression: 'attribute_not_exists(pk) OR holder = :holder OR #until <= :now',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':holder': holder, ':now': now },
          }),
        ),
      ),
    release: async (name, holder) => {
      await conditionHeld(
        documents.send(
          new DeleteCommand({
            TableName: table,
            Key: keys.lease(name),
            ConditionExpression: 'holder = :holder',
            ExpressionAttributeValues: { ':holder': holder },
          }),
        ),
      );
    },
  };
}
