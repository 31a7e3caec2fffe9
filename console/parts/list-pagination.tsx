import Pagination from '@cloudscape-design/components/pagination';
import type { Pages } from '../api/use-pages';

/** Turns the pages of a list that the server pages; not shown for a single page. */
export function ListPagination<Item>({ pages }: { readonly pages: Pages<Item> }) {
  const { number, count, openEnd, turnTo } = pages;
  if (count === 1 && !openEnd) return null;
  return (
    <Pagination
      currentPageIndex={number}
      pagesCount={count}
      openEnd={openEnd}
      onChange={({ detail }) => turnTo(detail.currentPageIndex)}
      onNextPageClick={({ detail }) => turnTo(detail.requestedPageIndex)}
    />
  );
}
