import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { ServerView, TenantView } from '../../lib/contract/api/schemas';
import { useResource } from '../api/use-resource';
import { ANSWERED_AT } from '../discovery/answered-at';
import { PlanSection } from '../onboarding/plan-section';
import { Empty } from '../parts/empty';
import { EventsTable } from '../parts/events-table';
import { RefreshButton } from '../parts/refresh-button';
import { TenantState } from '../parts/tenant-state';
import { WhenLoaded } from '../parts/when-loaded';
import { TOKEN_KINDS } from '../registration/state-indicators';
import { Link } from '../shell/navigation';
import { pathTo } from '../shell/routes';
import { useServices } from '../shell/services';
import { FindingsPanel } from '../status/findings-panel';
import { statusColumns } from '../status/status-columns';
import { type Checks, useChecks } from '../status/use-checks';

/** One organisation: its domains, its servers, and who did what. */
export function TenantPage({ tenant: id }: { readonly tenant: string }) {
  const { api } = useServices();
  const tenant = useResource(`tenant ${id}`, () => api.tenant(id));
  const { refreshing, resource } = tenant;
  const name = resource.state === 'loaded' ? resource.value.name : id;
  return (
    <ContentLayout
      header={
        <Header variant="h1" actions={<RefreshButton what="tenant" refreshing={refreshing} />}>
          {name}
        </Header>
      }
    >
      <WhenLoaded from={tenant}>
        {(value) => (
          <SpaceBetween size="l">
            <Summary tenant={value} />
            <Statuses tenant={value} />
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

/** Domains and servers with their status, the findings, and the onboarding steps. */
function Statuses({ tenant }: { readonly tenant: TenantView }) {
  const checks = useChecks(tenant.id);
  // A tenant out of service is not checked.
  const isActive = tenant.state === 'active';
  return (
    <SpaceBetween size="l">
      <Domains tenant={tenant} checks={isActive ? checks : undefined} />
      <Servers tenant={tenant.id} checks={isActive ? checks : undefined} />
      {isActive && <FindingsPanel checks={checks} />}
      {isActive && tenant.domains.length > 0 && <Onboarding tenant={tenant} />}
    </SpaceBetween>
  );
}

function Onboarding({ tenant: { id, domains } }: { readonly tenant: TenantView }) {
  return (
    <Container
      header={
        <Header variant="h2" description="The steps until devices find their MDM: who acts, and what to paste.">
          Onboarding
        </Header>
      }
    >
      {domains.map(({ name }) => (
        <PlanSection key={name} tenant={id} domain={name} />
      ))}
    </Container>
  );
}

interface DomainsProps {
  readonly tenant: TenantView;
  readonly checks: Checks | undefined;
}

function Domains({ tenant: { id, domains }, checks }: DomainsProps) {
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
      empty={<Empty title="No domains">Add a domain to tenants/{id}.ts and deploy it.</Empty>}
      columnDefinitions={[
        {
          id: 'name',
          header: 'Domain',
          isRowHeader: true,
          cell: ({ name }) => <Link to={pathTo({ page: 'domain', tenant: id, domain: name })}>{name}</Link>,
        },
        { id: 'decidedBy', header: 'Answered at', cell: ({ decidedBy }) => ANSWERED_AT[decidedBy] },
        ...statusColumns(checks, ({ name }: TenantView['domains'][number]) => ({ kind: 'domain', name })),
      ]}
    />
  );
}

function Servers({ tenant, checks }: { readonly tenant: string; readonly checks: Checks | undefined }) {
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
          empty={
            <Empty title="No servers">
              To set an ADDE URL at Apple, add a server to tenants/{tenant}.ts and deploy it.
            </Empty>
          }
          columnDefinitions={[
            {
              id: 'name',
              header: 'Server',
              isRowHeader: true,
              cell: ({ name }) => <Link to={pathTo({ page: 'server', tenant, server: name })}>{name}</Link>,
            },
            { id: 'token', header: 'Server token', cell: ({ token }) => TOKEN_KINDS[token] },
            {
              id: 'onOverwrite',
              header: 'If another server overwrites the ADDE URL',
              cell: ({ onOverwrite }) => (onOverwrite === 'report' ? 'report it' : 'restore it'),
            },
            ...statusColumns(checks, ({ name }: ServerView) => ({ kind: 'server', name })),
          ]}
        />
      )}
    </WhenLoaded>
  );
}
