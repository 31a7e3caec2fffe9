import { type Problem, problem } from '../../core/problems';
import type { Table } from '../deployment';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../json';

/** One call of DynamoDB's API: the status and the document of its answer. */
export type CallDynamoDb = (
  operation: string,
  document: JsonObject,
) => Promise<{ readonly status: number; readonly document: JsonObject }>;

/** Which tables were not there before; or why a table cannot be as the template wants it. */
export type TablesOutcome =
  | { readonly ok: true; readonly created: readonly string[] }
  | { readonly ok: false; readonly problems: Problem[] };

/** Makes the engine's tables those of the templates. Problem codes: `local.table-changed`, `local.database`. */
export async function ensureTables(tables: readonly Table[], call: CallDynamoDb): Promise<TablesOutcome> {
  const created: string[] = [];
  const problems: Problem[] = [];
  for (const table of tables) {
    const described = await call('DescribeTable', { TableName: table.name });
    if (described.status === 200) {
      problems.push(...(await adapt(table, objectOf(described.document['Table']), call)));
    } else {
      problems.push(...(await create(table, call)));
      created.push(table.name);
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, created };
}

async function create(table: Table, call: CallDynamoDb): Promise<Problem[]> {
  const indexes = table.indexes.map(indexDocument);
  const made = await call('CreateTable', {
    TableName: table.name,
    AttributeDefinitions: table.attributes,
    KeySchema: table.key,
    BillingMode: 'PAY_PER_REQUEST',
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
  });
  if (made.status !== 200) return [refused(table, made.document)];
  if (table.timeToLive === undefined) return [];
  const specification = { AttributeName: table.timeToLive, Enabled: true };
  const set = await call('UpdateTimeToLive', { TableName: table.name, TimeToLiveSpecification: specification });
  return set.status === 200 ? [] : [refused(table, set.document)];
}

/** Adds indexes and takes them away; nothing else of a table may change without another table in its place. */
async function adapt(table: Table, found: JsonObject, call: CallDynamoDb): Promise<Problem[]> {
  if (canonical(found['KeySchema']) !== canonical(table.key)) return [changed(table, 'its key')];
  const present = new Map(
    listOf(found['GlobalSecondaryIndexes']).map((raw) => [textOf(objectOf(raw)['IndexName']), objectOf(raw)]),
  );
  const updates = table.indexes.flatMap((index): JsonObject[] => {
    const before = present.get(index.name);
    if (!before) return [{ Create: indexDocument(index) }];
    const same = canonical(before['KeySchema']) === canonical(index.key);
    return same ? [] : [{ Delete: { IndexName: index.name } }, { Create: indexDocument(index) }];
  });
  const wanted = new Set<string | undefined>(table.indexes.map(({ name }) => name));
  for (const name of present.keys()) if (!wanted.has(name)) updates.push({ Delete: { IndexName: name } });
  for (const update of updates) {
    const done = await call('UpdateTable', {
      TableName: table.name,
      AttributeDefinitions: table.attributes,
      GlobalSecondaryIndexUpdates: [update],
    });
    if (done.status !== 200) return [refused(table, done.document)];
  }
  return [];
}

function indexDocument({ name, key, projection }: Table['indexes'][number]): JsonObject {
  return { IndexName: name, KeySchema: key, Projection: projection };
}

function changed({ name }: Table, what: string): Problem {
  const message = `Cannot use the table "${name}" on disk: ${what} differs from the template's; expected the same`;
  return problem('local.table-changed', message);
}

function refused({ name }: Table, document: JsonObject): Problem {
  const reason = textOf(document['message']) ?? textOf(document['Message']) ?? 'it gave no reason';
  return problem('local.database', `Cannot make the table "${name}": ${reason}; expected the database to take it`);
}

/** Plain data as one text, whatever the order of its fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) =>
    isObject(field) ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1))) : field,
  );
}
