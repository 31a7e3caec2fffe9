import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { ServerRowView } from '../../lib/contract/api/server-schemas';
import { isUnderWay } from '../../lib/core/registration/registration';
import type { ServerSearch } from '../api/server-search';
import { usePages } from '../api/use-pages';
import { useRepeated } from '../api/use-repeated';
import { Empty } from '../parts/empty';
import { PagedTable } from '../parts/paged-table';
import { RefreshButton } from '../parts/refresh-button';
import { TimeText } from '../parts/time';
import { AtApple, SetTime } from '../registration/adde-url-at-apple';
import { AnswersPerFamily } from '../registration/answers-per-family';
import { SearchServers } from '../registration/search-servers';
import { ServerActions } from '../registration/server-actions';
import { AddeUrlState, TokenState } from '../registration/state-indicators';
import { Link } from '../shell/navigation';
import { pathTo } from '../shell/routes';
import { useMay, useServices } from '../shell/services';

const COLUMNS: readonly TableProps.ColumnDefinition<ServerRowView>[] = [
  {
    id: 'server',
    header: 'Server and tenant',
    maxWidth: 140,
    isRowHeader: true,
    cell: ({ tenant, server, name, state }) => (
      <>
        <Link to={pathTo({ page: 'server', tenant, server })}>{server}</Link> of{' '}
        <Link to={pathTo({ page: 'tenant', tenant })}>{name}</Link>
        {state === 'released' && <StatusIndicator type="warning">out of service</StatusIndicator>}
      </>
    ),
  },
  { id: 'domains', header: 'Domains', maxWidth: 145, cell: ({ domains }) => domains.join(', ') || 'none' },
  {
    id: 'answers',
    header: 'Answer for devices',
    minWidth: 120,
    maxWidth: 120,
    cell: ({ answers }) => <AnswersPerFamily answers={answers} />,
  },
  { id: 'state', header: 'State', minWidth: 140, cell: ({ addeUrl }) => <State addeUrl={addeUrl} /> },
  {
    id: 'url',
    header: 'ADDE URL',
    minWidth: 140,
    maxWidth: 140,
    cell: ({ addeUrl }) => <AtApple observed={addeUrl.observed} />,
  },
  {
    id: 'set-time',
    header: 'ADDE URL set time',
    minWidth: 100,
    maxWidth: 120,
    cell: ({ addeUrl }) => <SetTime observed={addeUrl.observed} />,
  },
  {
    id: 'token',
    header: 'Token expires',
    minWidth: 100,
    maxWidth: 120,
    cell: ({ token }) => <TokenEnd token={token} />,
  },
];

/** Servers with what Apple holds for them: the ADDE URL and its set time. */
export function DeviceEnrollmentPage({ state, domain }: ServerSearch) {
  // The pages of one search are not those of another.
  return <Servers key={`${state} ${domain}`} search={{ state, domain }} />;
}

function Servers({ search }: { readonly search: ServerSearch }) {
  const { api } = useServices();
  const pages = usePages('servers', (cursor) => api.findServers(search, cursor));
  const { refreshing, refresh, resource } = pages.page;
  const mayWrite = useMay({ role: 'tenant', scope: 'write' });
  const [chosen, setChosen] = useState<string>();
  const rows = resource.state === 'loaded' ? resource.value.items : [];
  const row = rows.find((each) => keyOf(each) === chosen);
  useRepeated(
    rows.some(({ addeUrl }) => isUnderWay(addeUrl)),
    refresh,
  );
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Apple sends devices to the ADDE URL when their own domain does not answer."
          actions={<RefreshButton what="servers" refreshing={refreshing} />}
        >
          Device Enrollment
        </Header>
      }
    >
      <PagedTable
        pages={pages}
        label="Servers"
        header={<Header variant="h2">Servers, by tenant</Header>}
        filter={
          <SpaceBetween size="s">
            <SearchServers search={search} />
            {mayWrite && <ServerActions key={chosen} row={row} />}
          </SpaceBetween>
        }
        columns={COLUMNS}
        keyOf={keyOf}
        choice={mayWrite ? { chosen: row, onChoose: (each) => setChosen(keyOf(each)) } : undefined}
        empty={<NoServers search={search} />}
      />
    </ContentLayout>
  );
}

function keyOf({ tenant, server }: ServerRowView): string {
  return `${tenant}/${server}`;
}

function NoServers({ search: { state, domain } }: { readonly search: ServerSearch }) {
  if (state ?? domain) {
    return (
      <Empty title="No such server">
        Enter the whole domain of a tenant that has a server.{' '}
        <Link to={pathTo({ page: 'device-enrollment' })}>Show all servers</Link>
      </Empty>
    );
  }
  return (
    <Empty title="No servers">
      To set an ADDE URL at Apple, add a server under `servers` in a tenant’s file and deploy it.
    </Empty>
  );
}

function State({ addeUrl: { state, fault } }: { readonly addeUrl: ServerRowView['addeUrl'] }) {
  return (
    <>
      <AddeUrlState state={state} />
      {fault && <div>{fault.message}</div>}
    </>
  );
}

function TokenEnd({ token: { state, expires } }: { readonly token: ServerRowView['token'] }) {
  return (
    <>
      {expires === undefined ? 'not known' : <TimeText at={expires} />}
      {(state === 'expired' || state === 'rejected') && <TokenState state={state} />}
    </>
  );
}
