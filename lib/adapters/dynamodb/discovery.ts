import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { DISCOVERY_ATTRIBUTES, keys } from '../../contract/table';
import type { ResolvedPolicy } from '../../core/discovery/policy';
import type { DiscoveryTargetRecord, OverrideInForce } from '../../core/tenants/records';

/** What a discovery needs to know of a domain or a server. */
export type DiscoveryTarget = Pick<DiscoveryTargetRecord, 'tenant' | 'declared' | 'override' | 'answersUntil'>;

/** Reads what decides the answer for devices: one consistent read, so that an override counts at once. */
export interface DiscoveryReader {
  domain(name: string): Promise<DiscoveryTarget | undefined>;
  server(tenant: string, name: string): Promise<DiscoveryTarget | undefined>;
}

/** By the plain client: one item is read, and this bundle must stay small. */
export function createDiscoveryReader(client: DynamoDBClient, table: string): DiscoveryReader {
  const names = Object.fromEntries(DISCOVERY_ATTRIBUTES.map((name) => [`#${name}`, name]));
  const read = async (key: { readonly pk: string; readonly sk: string }): Promise<DiscoveryTarget | undefined> => {
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: table,
        Key: { pk: { S: key.pk }, sk: { S: key.sk } },
        ProjectionExpression: Object.keys(names).join(', '),
        ExpressionAttributeNames: names,
        ConsistentRead: true,
      }),
    );
    return Item && parseDiscoveryTarget(unmarshall(Item));
  };
  return { domain: (name) => read(keys.domain(name)), server: (tenant, name) => read(keys.server(tenant, name)) };
}

/** Only the shape that deciding needs; nothing where the item was never declared. */
function parseDiscoveryTarget(item: Record<string, unknown>): DiscoveryTarget | undefined {
  const { declared, override } = item;
  if (declared === undefined) return undefined;
  if (!isPolicy(declared)) throw new Error(`Item ${String(item['sk'])} holds no policy`);
  if (override !== undefined && !isPolicy((override as OverrideInForce).policy)) {
    throw new Error(`Item ${String(item['sk'])} holds no policy in its override`);
  }
  return item as unknown as DiscoveryTarget;
}

function isPolicy(value: unknown): value is ResolvedPolicy {
  const { rules, otherwise } = value as ResolvedPolicy;
  return Array.isArray(rules) && typeof otherwise?.kind === 'string';
}
