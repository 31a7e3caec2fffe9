import Header from '@cloudscape-design/components/header';
import type { TableProps } from '@cloudscape-design/components/table';
import type { EventView } from '../../lib/contract/api/schemas';
import { usePages } from '../api/use-pages';
import { useServices } from '../shell/services';
import { Empty } from './empty';
import { Changes, describeEventAction } from './event-text';
import { PagedTable } from './paged-table';
import { RefreshButton } from './refresh-button';
import { TimeText } from './time';

const COLUMNS: readonly TableProps.ColumnDefinition<EventView>[] = [
  { id: 'time', header: 'When', cell: ({ time }) => <TimeText at={time} /> },
  { id: 'action', header: 'What', cell: ({ action }) => describeEventAction(action), isRowHeader: true },
  { id: 'changes', header: 'Changes', cell: ({ changes }) => <Changes changes={changes} /> },
  { id: 'by', header: 'Who', cell: ({ by }) => by },
  { id: 'why', header: 'Why', cell: ({ why }) => why ?? '' },
];

/** Who did what, newest first. */
export function EventsTable({ tenant }: { readonly tenant: string }) {
  const { api } = useServices();
  const pages = usePages(`events ${tenant}`, (cursor) => api.events(tenant, cursor));
  const { refreshing, refresh } = pages.page;
  return (
    <PagedTable
      pages={pages}
      label="Events"
      header={
        <Header
          variant="h2"
          description="Kept for 400 days."
          actions={<RefreshButton what="events" refreshing={refreshing} onRefresh={refresh} />}
        >
          Events
        </Header>
      }
      columns={COLUMNS}
      keyOf={({ time, id }) => `${time} ${id}`}
      empty={<Empty title="No events">Each deployment and each change at run time is listed here.</Empty>}
    />
  );
}
