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
  /** For screen readers. */
  readonly label: string;
  /** If one row can be chosen. */
  readonly choice?: Choice<Item>;
}

interface Choice<Item> {
  readonly chosen: Item | undefined;
  readonly onChoose: (item: Item) => void;
}

/** A table over a list that the server pages. */
export function PagedTable<Item>({ pages, header, columns, keyOf, empty, filter, label, choice }: Props<Item>) {
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
      ariaLabels={{
        tableLabel: label,
        selectionGroupLabel: `Choose one of: ${label}`,
        itemSelectionLabel: (_, item) => keyOf(item),
      }}
      {...(choice && selectionOf(choice))}
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

function selectionOf<Item>({ chosen, onChoose }: Choice<Item>): Partial<TableProps<Item>> {
  return {
    selectionType: 'single',
    selectedItems: chosen ? [chosen] : [],
    onSelectionChange: ({ detail }) => detail.selectedItems.map(onChoose),
  };
}
