import type { Page, PageRequest } from '../../lib/core/page';

const DEFAULT_LIMIT = 50;

/** Which page is asked for. A cursor is an opaque word that opens nothing: whose list it is in comes from elsewhere. */
export function pageRequest({ limit = DEFAULT_LIMIT, cursor }: { limit?: number; cursor?: string }): PageRequest {
  return { limit, ...(cursor === undefined ? {} : { after: Buffer.from(cursor, 'base64url').toString() }) };
}

/** A page as the API shows it, with the cursor of the next one. */
export function viewPage<Item, View>({ items, next }: Page<Item>, view: (item: Item) => View) {
  const cursor = next === undefined ? {} : { next: Buffer.from(next).toString('base64url') };
  return { items: items.map(view), ...cursor };
}
