import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Leases } from '../../backend/registration/ports';
import { keys, TTL_ATTRIBUTE } from '../../contract/table';
import { conditionHeld } from './commit';
import { toItem } from './items';

const DAY_SECONDS = 24 * 3600;

/** Leases in the table: an item per name, written only where it is free, over, or one's own. */
export function createLeases(client: DynamoDBClient, table: string): Leases {
  return {
    hold: (name, holder, until, now) =>
      conditionHeld(
        client.send(
          new PutItemCommand({
            TableName: table,
            // The time to live only clears up; whether a lease is over is judged by `until`.
            Item: toItem({
              ...keys.lease(name),
              holder,
              until,
              [TTL_ATTRIBUTE]: Math.ceil(until / 1000) + DAY_SECONDS,
            }),
            ConditionExpression: 'attribute_not_exists(pk) OR holder = :holder OR #until <= :now',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: toItem({ ':holder': holder, ':now': now }),
          }),
        ),
      ),
    release: async (name, holder) => {
      await conditionHeld(
        client.send(
          new DeleteItemCommand({
            TableName: table,
            Key: toItem(keys.lease(name)),
            ConditionExpression: 'holder = :holder',
            ExpressionAttributeValues: toItem({ ':holder': holder }),
          }),
        ),
      );
    },
  };
}
