import { INDEXES } from '../../contract/table';
import type { Page } from '../../core/page';
import type { Item } from './items';
import type { TableReader } from './reader';

/** A run waits for the slowest visit at the end of a page: long pages waste less of its time. */
const PAGE = 100;

/** A page of what is due in a partition of the index, up to `now` (ISO 8601), the longest waiting first. */
export async function listDue<Key>(
  { pageAfter }: TableReader,
  due: { readonly partition: string; readonly now: string; readonly after: string | undefined },
  keyOf: (item: Item) => Key | undefined,
): Promise<Page<Key>> {
  const { name, partition, sort } = INDEXES.due;
  const { items, last } = await pageAfter(
    {
      IndexName: name,
      KeyConditionExpression: `${partition} = :due AND ${sort} <= :now`,
      ExpressionAttributeValues: { ':due': due.partition, ':now': due.now },
      ...(due.after === undefined ? {} : { ExclusiveStartKey: JSON.parse(due.after) }),
    },
    PAGE,
  );
  const keys = items.flatMap((item) => keyOf(item) ?? []);
  return { items: keys, ...(last ? { next: JSON.stringify(last) } : {}) };
}
