import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { DISCOVERY_ATTRIBUTES, keys } from '../contract/table';
import type { ResolvedPolicy } from '../core/discovery/policy';
import type { AnsweringRecord, OverrideInForce } from '../core/tenants/records';

/** What a discovery needs to know of a domain or a server. */
export type Answering = Pick<AnsweringRecord, 'tenant' | 'declared' | 'override' | 'answersUntil'>;

/** Reads what devices are told: one consistent read, so that an override counts at once. */
export interface DiscoveryReader {
  domain(name: string): Promise<Answering | undefined>;
  server(tenant: string, name: string): Promise<Answering | undefined>;
}

export function createDiscoveryReader(client: DynamoDBClient, table: string): DiscoveryReader {
  const names = Object.fromEntries(DISCOVERY_ATTRIBUTES.map((name) => [`#${name}`, name]));
  const read = async (key: { readonly pk: string; readonly sk: string }): Promise<Answering | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: table,
        Key: { pk: { S: key.pk }, sk: { S: key.sk } },
        ProjectionExpression: Object.keys(names).join(', '),
        ExpressionAttributeNames: names,
        ConsistentRead: true,
      }),
    );
    return Item && parseAnswering(unmarshall(Item));
  };
  return { domain: (name) => read(keys.domain(name)), server: (tenant, name) => read(keys.server(tenant, name)) };
}

/** Only the shape that deciding needs; nothing where the item was never declared. */
function parseAnswering(item: Record<string, unknown>): Answering | undefined {
  const { declared, override } = item;
  if (declared === undefined) return undefined;
  if (!isPolicy(declared)) throw new Error(`Item ${String(item['sk'])} holds no policy`);
  if (override !== undefined && !isPolicy((override as OverrideInForce).policy)) {
    throw new Error(`Item ${String(item['sk'])} holds no policy in its override`);
  }
  return item as unknown as Answering;
}

function isPolicy(value: unknown): value is ResolvedPolicy {
  const { rules, otherwise } = value as ResolvedPolicy;
  return Array.isArray(rules) && typeof otherwise?.kind === 'string';
}
