import {
  BatchWriteItemCommand,
  QueryCommand,
  type QueryCommandInput,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { tenantItem } from '../../lib/adapters/dynamodb/items';
import { createTenantRepository } from '../../lib/adapters/dynamodb/tenants';
import { INDEXES, keys } from '../../lib/contract/table';
import type { TenantRepository } from '../../lib/core/tenants/repository';
import { type Engine, startDynoxide } from '../../test/support/dynamodb';
import { tenantRecord } from '../../test/support/tenant-records';
import { interleave } from '../measure/interleave';
import { amount, timesTheFloor } from '../report/figure';
import type { Row } from './row';

const TENANTS = 10_000;
const LIMIT = 100;
const BATCH = 25;
const PLAN = { warmUps: 1, repeats: 5 };

/** A walk through all tenants, page by page, as the management API does it. */
export const listing: Row = {
  name: 'listing',
  ifMissed: 'A page of tenants then takes longer in the console and costs more reads; devices do not notice it.',
  measure: async () => {
    const engine = await startDynoxide();
    try {
      const table = await engine.createTable();
      await fill(engine, table);
      const counted = { requests: 0 };
      engine.client.middlewareStack.add(
        (next) => (args) => {
          counted.requests += 1;
          return next(args);
        },
        { step: 'initialize' },
      );
      const repository = createTenantRepository(engine.client, table);
      const pages = await walk(repository);
      const perPage = counted.requests / pages;
      const { ours, floor } = await interleave(
        { ours: () => timed(() => walk(repository)), floor: () => timed(() => queryPages(engine, table)) },
        PLAN,
      );
      const tenants = TENANTS.toLocaleString('en-US');
      return {
        figures: [
          amount(`requests to the table per page, ${tenants} tenants`, [perPage], '', { goal: { atMost: 1 } }),
          timesTheFloor(
            { what: `listing a page of ${LIMIT} tenants`, values: ours },
            { what: 'one bare Query', values: floor },
            'ms',
          ),
        ],
      };
    } finally {
      await engine.close();
    }
  },
};

async function fill({ client }: Engine, table: string): Promise<void> {
  const ids = Array.from({ length: TENANTS }, (_, index) => `t${String(index).padStart(5, '0')}`);
  const requests: WriteRequest[] = ids.map((id) => ({ PutRequest: { Item: marshall(tenantItem(tenantRecord(id))) } }));
  for (let at = 0; at < requests.length; at += BATCH) {
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests.slice(at, at + BATCH) } }));
  }
}

/** How many pages there were. */
async function walk(repository: TenantRepository): Promise<number> {
  let [pages, tenants] = [0, 0];
  let after: string | undefined;
  do {
    const page = await repository.listTenants({ limit: LIMIT, after });
    pages += 1;
    tenants += page.items.length;
    after = page.next;
  } while (after !== undefined);
  if (tenants !== TENANTS) throw new Error(`${tenants} tenants were listed; expected ${TENANTS}`);
  return pages;
}

/** The floor: the same pages, read and not used. */
async function queryPages({ client }: Engine, table: string): Promise<number> {
  let pages = 0;
  let start: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        IndexName: INDEXES.list.name,
        KeyConditionExpression: `${INDEXES.list.partition} = :list`,
        ExpressionAttributeValues: { ':list': { S: keys.tenantList('').gsi1pk } },
        Limit: LIMIT,
        ExclusiveStartKey: start,
      }),
    );
    pages += page.Items?.length ? 1 : 0;
    start = page.LastEvaluatedKey;
  } while (start);
  return pages;
}

/** Milliseconds per page. */
async function timed(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const pages = await work();
  return (performance.now() - started) / pages;
}
