import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useMemo } from 'react';
import type { TenantView } from '../../lib/contract/api/schemas';
import { type Pages, usePages } from '../api/use-pages';
import { useResource } from '../api/use-resource';
import { Empty } from '../parts/empty';
import { ListPagination } from '../parts/list-pagination';
import { WhenLoaded } from '../parts/loaded';
import { RefreshButton } from '../parts/refresh-button';
import { Time } from '../parts/time';
import { type Enrollment, loadEnrollments } from '../registration/enrollments';
import { AtApple, SetTime } from '../registration/observed';
import { AddeUrlState } from '../registration/state';
import { Link } from '../shell/navigation';
import { pathTo } from '../shell/routes';
import { useServices } from '../shell/services';

/** A tenant's servers are asked for one by one, so a page holds fewer tenants than a plain list. */
const TENANTS_PER_PAGE = 10;

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
  { id: 'state', header: 'State', cell: ({ addeUrl }) => addeUrl && <State addeUrl={addeUrl} /> },
  { id: 'url', header: 'ADDE URL', cell: ({ addeUrl }) => addeUrl && <AtApple observed={addeUrl.observed} /> },
  {
    id: 'set-time',
    header: 'ADDE URL set time',
    cell: ({ addeUrl }) => (addeUrl ? <SetTime observed={addeUrl.observed} /> : 'could not ask'),
  },
  {
    id: 'token',
    header: 'Token expires',
    cell: ({ token }) => (token?.expires === undefined ? 'not known' : <Time at={token.expires} />),
  },
];

/** Servers with what Apple holds for them: the ADDE URL and its set time. */
export function DeviceEnrollmentPage() {
  const { api } = useServices();
  const pages = usePages('enrollments', (cursor) => api.tenants(cursor, TENANTS_PER_PAGE));
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
      <WhenLoaded from={pages.page}>{({ items }) => <Servers tenants={items} pages={pages} />}</WhenLoaded>
    </ContentLayout>
  );
}

function Servers({ tenants, pages }: { readonly tenants: readonly TenantView[]; readonly pages: Pages<TenantView> }) {
  const { api } = useServices();
  const key = useMemo(() => tenants.flatMap(({ id, servers }) => [id, ...servers]).join(' '), [tenants]);
  const loaded = useResource(`enrollments ${key}`, () => loadEnrollments(api, tenants));
  return (
    <WhenLoaded from={loaded}>
      {(enrollments) => (
        <Table
          header={<Header variant="h2">Servers, by tenant</Header>}
          ariaLabels={{ tableLabel: 'Servers' }}
          items={enrollments}
          trackBy={({ tenant, server }) => `${tenant} ${server}`}
          wrapLines
          columnDefinitions={COLUMNS}
          pagination={<ListPagination pages={pages} />}
          empty={
            <Empty title="No servers of these tenants">
              Add one under `servers` in the tenant’s file and deploy it to keep an ADDE URL with Apple.
            </Empty>
          }
        />
      )}
    </WhenLoaded>
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
