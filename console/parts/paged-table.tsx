import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { Pages } from '../api/use-pages';
import { ListPagination } from './list-pagination';
import { ProblemAlert } from './problem-alert';

interface Props<Item> {
  readonly pages: Pages<Item>;
  readonly header: ReactNode;
  readonly columns: readonly TableProps.ColumnDefinition<Item>[];
  readonly keyOf: (item: Item) => string;
  readonly empty: ReactNode;
  readonly filter?: ReactNode;
  /** For those who do not see it. */
  readonly label: string;
}

/** A table over a list that the server pages. */
export function PagedTable<Item>({ pages, header, columns, keyOf, empty, filter, label }: Props<Item>) {
  const { resource, refresh } = pages.page;
  if (resource.state === 'failed') {
    return (
      <SpaceBetween size="l">
        {filter}
        <ProblemAlert problem={resource.problem} onRetry={refresh} />
      </SpaceBetween>
    );
  }
  const items = resource.state === 'loaded' ? resource.value.items : [];
  const list = (
    <Table
      header={header}
      filter={filter}
      columnDefinitions={columns}
      items={items}
      trackBy={keyOf}
      loading={resource.state === 'loading'}
      loadingText="Loading"
      empty={empty}
      ariaLabels={{ tableLabel: label }}
      wrapLines
      pagination={<ListPagination pages={pages} />}
    />
  );
  if (resource.state !== 'loaded' || !resource.stale) return list;
  return (
    <SpaceBetween size="l">
      <ProblemAlert problem={resource.stale} type="warning" onRetry={refresh} />
      {list}
    </SpaceBetween>
  );
}
