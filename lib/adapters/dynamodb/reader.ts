import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  GetCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactGetCommand,
} from '@aws-sdk/lib-dynamodb';
import { documentsOf } from './documents';
import type { Item } from './items';

/** What BatchGetItem takes. [documented] */
const MAX_BATCH = 100;

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

type Query = Omit<QueryCommandInput, 'TableName'>;

/** The ways in which the table is read; by key always consistently. */
export interface TableReader {
  get(key: Key): Promise<Item | undefined>;
  /** In no order; missing ones are left out. */
  batchGet(keys: readonly Key[]): Promise<Item[]>;
  /** As they were at one moment. */
  getTogether(keys: readonly Key[]): Promise<readonly (Item | undefined)[]>;
  queryAll(query: Query): Promise<Item[]>;
  /** How many items there are. */
  count(query: Query): Promise<number>;
  /** At most `limit` items, and whether there are more. */
  queryPage(query: Query, limit: number): Promise<{ readonly items: readonly Item[]; readonly more: boolean }>;
  /** At most `limit` items, and the key after which there may be more. */
  pageAfter(query: Query, limit: number): Promise<{ readonly items: readonly Item[]; readonly last?: Item }>;
}

export function createTableReader(client: DynamoDBClient, table: string): TableReader {
  const documents = documentsOf(client);
  return {
    get: async (key) => {
      const command = new GetCommand({ TableName: table, Key: key, ConsistentRead: true });
      return (await documents.send(command)).Item;
    },
    batchGet: async (keys) => {
      const items: Item[] = [];
      let left: readonly Item[] = keys.map((key) => ({ ...key }));
      while (left.length > 0) {
        const batch = { [table]: { Keys: left.slice(0, MAX_BATCH), ConsistentRead: true } };
        const { Responses, UnprocessedKeys } = await documents.send(new BatchGetCommand({ RequestItems: batch }));
        items.push(...(Responses?.[table] ?? []));
        left = [...(UnprocessedKeys?.[table]?.Keys ?? []), ...left.slice(MAX_BATCH)];
      }
      return items;
    },
    getTogether: async (keys) => {
      const items = keys.map((key) => ({ Get: { TableName: table, Key: key } }));
      const { Responses } = await documents.send(new TransactGetCommand({ TransactItems: items }));
      return keys.map((_, index) => Responses?.[index]?.Item);
    },
    queryAll: async (query) => {
      const items: Item[] = [];
      let start: Item | undefined;
      do {
        const page = await documents.send(new QueryCommand({ TableName: table, ...query, ExclusiveStartKey: start }));
        items.push(...(page.Items ?? []));
        start = page.LastEvaluatedKey;
      } while (start);
      return items;
    },
    count: async (query) => {
      let total = 0;
      let start: Item | undefined;
      do {
        const input = { TableName: table, ...query, Select: 'COUNT' as const, ExclusiveStartKey: start };
        const page = await documents.send(new QueryCommand(input));
        total += page.Count ?? 0;
        start = page.LastEvaluatedKey;
      } while (start);
      return total;
    },
    queryPage: async (query, limit) => {
      // One more than wanted, so that a full last page is known to be the last; large items may end a page before that.
      const page = await documents.send(new QueryCommand({ TableName: table, ...query, Limit: limit + 1 }));
      const { Items = [], LastEvaluatedKey } = page;
      return { items: Items.slice(0, limit), more: Items.length > limit || LastEvaluatedKey !== undefined };
    },
    pageAfter: async (query, limit) => {
      const page = await documents.send(new QueryCommand({ TableName: table, ...query, Limit: limit }));
      return { items: page.Items ?? [], ...(page.LastEvaluatedKey ? { last: page.LastEvaluatedKey } : {}) };
    },
  };
}

/** A query's condition: everything under this value of an index's partition key. */
export function partitionIs(name: string, value: string) {
  return {
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: { '#partition': name },
    ExpressionAttributeValues: { ':partition': value },
  };
}

/** A query's condition: these values of an index's keys. */
export function keyIs(partition: readonly [name: string, value: string], sort: readonly [name: string, value: string]) {
  return {
    KeyConditionExpression: '#partition = :partition AND #sort = :sort',
    ExpressionAttributeNames: { '#partition': partition[0], '#sort': sort[0] },
    ExpressionAttributeValues: { ':partition': partition[1], ':sort': sort[1] },
  };
}

/** A query's condition: everything of this partition whose sort key begins so. */
export function startingWith({ pk, sk }: Key) {
  return {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
    ExpressionAttributeValues: { ':pk': pk, ':sk': sk },
  };
}
