import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import type { TableProps } from '@cloudscape-design/components/table';
import { usePages } from '../api/use-pages';
import { Empty } from '../parts/empty';
import { PagedTable } from '../parts/paged-table';
import { RefreshButton } from '../parts/refresh-button';
import { Time } from '../parts/time';
import { type Enrollment, loadEnrollments } from '../registration/enrollments';
import { AtApple, SetTime } from '../registration/observed';
import { AddeUrlState } from '../registration/state';
import { Link } from '../shell/navigation';
import { pathTo } from '../shell/routes';
import { useServices } from '../shell/services';

const COLUMNS: readonly TableProps.ColumnDefinition<Enrollment>[] = [
  {
    id: 'server',
    header: 'Server',
    isRowHeader: true,
    cell: ({ tenant, server }) => <Link to={pathTo({ page: 'server', tenant, server })}>{server}</Link>,
  },
  {
    id: 'tenant',
    header: 'Tenant',
    cell: ({ tenant, name }) => <Link to={pathTo({ page: 'tenant', tenant })}>{name}</Link>,
  },
  { id: 'domains', header: 'Domains', cell: ({ domains }) => domains.join(', ') || 'none' },
  { id: 'state', header: 'State', minWidth: 150, cell: ({ addeUrl }) => addeUrl && <State addeUrl={addeUrl} /> },
  {
    id: 'url',
    header: 'ADDE URL',
    minWidth: 200,
    maxWidth: 260,
    cell: ({ addeUrl }) => addeUrl && <AtApple observed={addeUrl.observed} />,
  },
  {
    id: 'set-time',
    header: 'ADDE URL set time',
    minWidth: 190,
    cell: ({ addeUrl }) => (addeUrl ? <SetTime observed={addeUrl.observed} /> : 'could not ask'),
  },
  {
    id: 'token',
    header: 'Token expires',
    minWidth: 190,
    cell: ({ token }) => (token?.expires === undefined ? 'not known' : <Time at={token.expires} />),
  },
];

/** Servers with what Apple holds for them: the ADDE URL and its set time. */
export function DeviceEnrollmentPage() {
  const { api } = useServices();
  const pages = usePages('enrollments', (cursor) => loadEnrollments(api, cursor));
  const { refreshing, refresh } = pages.page;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="What Apple tells devices whose own domain does not answer."
          actions={<RefreshButton what="servers" refreshing={refreshing} onRefresh={refresh} />}
        >
          Device Enrollment
        </Header>
      }
    >
      <PagedTable
        pages={pages}
        label="Servers"
        header={<Header variant="h2">Servers, by tenant</Header>}
        columns={COLUMNS}
        keyOf={({ tenant, server }) => `${tenant} ${server}`}
        empty={
          <Empty title="No servers of these tenants">
            Add one under `servers` in the tenant’s file and deploy it to keep an ADDE URL with Apple.
          </Empty>
        }
      />
    </ContentLayout>
  );
}

function State({ addeUrl: { state, fault } }: { readonly addeUrl: NonNullable<Enrollment['addeUrl']> }) {
  return (
    <>
      <AddeUrlState state={state} />
      {fault && <div>{fault.message}</div>}
    </>
  );
}
