import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ServerView, TenantView } from '../../lib/contract/api/schemas';
import { DECIDED_BY } from '../answering/deciders';
import { useResource } from '../api/use-resource';
import { Empty } from '../parts/empty';
import { EventsTable } from '../parts/events-table';
import { WhenLoaded } from '../parts/loaded';
import { RefreshButton } from '../parts/refresh-button';
import { TenantState } from '../parts/tenant-state';
import { Link } from '../shell/navigation';
import { pathTo } from '../shell/routes';
import { useServices } from '../shell/services';

/** One organisation: its domains, its servers, and who did what. */
export function TenantPage({ tenant: id }: { readonly tenant: string }) {
  const { api } = useServices();
  const tenant = useResource(`tenant ${id}`, () => api.tenant(id));
  const { refreshing, refresh, resource } = tenant;
  const name = resource.state === 'loaded' ? resource.value.name : id;
  return (
    <ContentLayout
      header={
        <Header variant="h1" actions={<RefreshButton what="tenant" refreshing={refreshing} onRefresh={refresh} />}>
          {name}
        </Header>
      }
    >
      <WhenLoaded from={tenant}>
        {(value) => (
          <SpaceBetween size="l">
            <Summary tenant={value} />
            <Domains tenant={value} />
            <Servers tenant={value.id} />
            <EventsTable tenant={value.id} />
          </SpaceBetween>
        )}
      </WhenLoaded>
    </ContentLayout>
  );
}

function Summary({ tenant }: { readonly tenant: TenantView }) {
  return (
    <Container>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Id', value: tenant.id },
          { label: 'State', value: <TenantState tenant={tenant} /> },
          { label: 'Channel of the edge function', value: tenant.channel },
        ]}
      />
    </Container>
  );
}

function Domains({ tenant: { id, domains } }: { readonly tenant: TenantView }) {
  return (
    <Table
      header={
        <Header variant="h2" counter={`(${domains.length})`}>
          Domains
        </Header>
      }
      ariaLabels={{ tableLabel: 'Domains' }}
      items={domains}
      trackBy="name"
      wrapLines
      empty={<Empty title="No domains">Add one to tenants/{id}.ts and deploy it.</Empty>}
      columnDefinitions={[
        {
          id: 'name',
          header: 'Domain',
          isRowHeader: true,
          cell: ({ name }) => <Link to={pathTo({ page: 'domain', tenant: id, domain: name })}>{name}</Link>,
        },
        { id: 'decidedBy', header: 'Decided by', cell: ({ decidedBy }) => DECIDED_BY[decidedBy] },
      ]}
    />
  );
}

const TOKENS: Readonly<Record<ServerView['token'], string>> = {
  shared: "the MDM's own, read only",
  owned: 'of Signpost alone',
};

function Servers({ tenant }: { readonly tenant: string }) {
  const { api } = useServices();
  const servers = useResource(`servers ${tenant}`, () => api.servers(tenant));
  return (
    <WhenLoaded from={servers}>
      {({ items }) => (
        <Table
          header={
            <Header
              variant="h2"
              counter={`(${items.length})`}
              description="Entries of Apple Business or School Manager."
            >
              Servers
            </Header>
          }
          ariaLabels={{ tableLabel: 'Servers' }}
          items={items}
          trackBy="name"
          wrapLines
          empty={<Empty title="No servers">Add one to tenants/{tenant}.ts to keep an ADDE URL with Apple.</Empty>}
          columnDefinitions={[
            {
              id: 'name',
              header: 'Server',
              isRowHeader: true,
              cell: ({ name }) => <Link to={pathTo({ page: 'server', tenant, server: name })}>{name}</Link>,
            },
            { id: 'token', header: 'Server token', cell: ({ token }) => TOKENS[token] },
            {
              id: 'onOverwrite',
              header: 'When somebody else overwrites the ADDE URL',
              cell: ({ onOverwrite }) => (onOverwrite === 'report' ? 'report it' : 'restore it'),
            },
          ]}
        />
      )}
    </WhenLoaded>
  );
}
