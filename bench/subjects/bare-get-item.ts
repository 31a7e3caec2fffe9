import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient({});

/** The floor of the discovery endpoint: the SDK's client and one read of the same item, which is not used. */
export async function handler(event: { readonly domain: string }) {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: process.env['SIGNPOST_TABLE'],
      Key: { pk: { S: `DOMAIN#${event.domain}` }, sk: { S: 'DOMAIN' } },
      ConsistentRead: true,
    }),
  );
  if (!Item) throw new Error('no such item');
  return { statusCode: 200, headers: {}, body: '' };
}
