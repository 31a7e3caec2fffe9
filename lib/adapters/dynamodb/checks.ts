import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { CheckStore, StatusCounts } from '../../backend/checks/ports';
import { checkState, INDEXES, keys } from '../../contract/table';
import { type CheckKey, type CheckRecord, nextCheckVisit } from '../../core/checks/check';
import { STATUS_WORDS, type StatusWord } from '../../core/checks/status';
import { parseTenantId } from '../../core/tenants/tenant-id';
import { commitTogether, conditionHeld } from './commit';
import { documentsOf } from './documents';
import { listDue } from './due';
import { eventItem, type Item, textField } from './items';
import { createTableReader, keyIs, partitionIs, startingWith } from './reader';
import { onlyVersion } from './version';

/** Checks in the table, an item each. Throws what the SDK throws, except for conflicts. */
export function createCheckStore(client: DynamoDBClient, table: string): CheckStore {
  const documents = documentsOf(client);
  const reader = createTableReader(client, table);
  const { get, queryAll, queryPage, count } = reader;
  return {
    get: async ({ tenant, target }) => {
      const item = await get(keys.check(tenant, target));
      return item && parseCheck(item);
    },
    list: async (tenant) => {
      const items = await queryAll({ ...startingWith(keys.check(tenant, '')), ConsistentRead: true });
      return items.map(parseCheck);
    },
    commit: ({ check, event }) =>
      commitTogether(documents, [
        { Put: { TableName: table, Item: checkItem(check), ...onlyVersion(check.version - 1) } },
        ...(event ? [{ Put: { TableName: table, Item: eventItem(event) } }] : []),
      ]),
    remove: async ({ tenant, target, version }) => {
      const Key = keys.check(tenant, target);
      await conditionHeld(documents.send(new DeleteCommand({ TableName: table, Key, ...onlyVersion(version) })));
    },
    listDue: (now, after) => listDue(reader, { partition: keys.dueCheck('').gsi2pk, now, after }, checkKey),
    count: async (tenants) => {
      const countWord = async (word: StatusWord) => {
        const all = tenants?.map((tenant) => count(inState(word, tenant))) ?? [count(inState(word))];
        return (await Promise.all(all)).reduce((sum, each) => sum + each, 0);
      };
      const counts = await Promise.all(STATUS_WORDS.map(async (word) => [word, await countWord(word)] as const));
      return Object.fromEntries(counts) as StatusCounts;
    },
    listStuck: async (limit, tenants) => {
      const queries = tenants?.map((tenant) => inState('stuck', tenant)) ?? [inState('stuck')];
      const pages = await Promise.all(queries.map((query) => queryPage(query, limit)));
      return pages.flatMap(({ items }) => items.map(parseCheck)).slice(0, limit);
    },
  };
}

function inState(word: StatusWord, tenant?: string) {
  const { name, partition, sort } = INDEXES.state;
  const state = keys.state(checkState(word), tenant ?? '');
  const condition =
    tenant === undefined
      ? partitionIs(partition, state.gsi3pk)
      : keyIs([partition, state.gsi3pk], [sort, state.gsi3sk]);
  return { IndexName: name, ...condition };
}

/** An update that makes a check due at this time (ISO 8601), whether or not it is stored yet. */
export function checkDueUpdate(
  { tenant, target }: Pick<CheckRecord, 'target'> & { readonly tenant: string },
  at: string,
) {
  const due = keys.dueCheck(at);
  return {
    Key: keys.check(tenant, target),
    // An observation that is under way at this moment finds another version, and is void.
    UpdateExpression:
      'SET tenant = :tenant, target = :target, nextCheck = :at, gsi2pk = :gsi2pk, gsi2sk = :gsi2sk, outbox = if_not_exists(outbox, :none) ADD #version :one',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: {
      ':tenant': tenant,
      ':target': target,
      ':at': at,
      ':gsi2pk': due.gsi2pk,
      ':gsi2sk': due.gsi2sk,
      ':none': [],
      ':one': 1,
    },
  };
}

/** A check as DynamoDB takes it; before its first observation it is in no state. */
function checkItem(check: CheckRecord): Item {
  const { tenant, target, status } = check;
  return {
    ...keys.check(tenant, target),
    ...keys.dueCheck(nextCheckVisit(check)),
    ...(status ? keys.state(checkState(status.word), tenant) : {}),
    ...check,
  };
}

/** We wrote it ourselves, as a whole. */
function parseCheck(item: Item): CheckRecord {
  const { pk: _, sk: __, gsi2pk: _p, gsi2sk: _s, gsi3pk: _q, gsi3sk: _t, ...check } = item;
  return check as unknown as CheckRecord;
}

function checkKey({ tenant, target }: Item): CheckKey | undefined {
  const id = parseTenantId(textField(tenant) ?? '');
  const name = textField(target);
  return id && name !== undefined ? { tenant: id, target: name } : undefined;
}
