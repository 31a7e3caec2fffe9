import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { OverviewView } from '../../lib/contract/api/schemas';
import { REGISTRATION_STATES } from '../../lib/core/registration/registration';
import { useResource } from '../api/use-resource';
import { DiscoveriesPanel } from '../discoveries/discoveries-panel';
import { ANSWERED_AT } from '../discovery/answered-at';
import { Empty } from '../parts/empty';
import { RefreshButton } from '../parts/refresh-button';
import { TimeText } from '../parts/time';
import { WhenLoaded } from '../parts/when-loaded';
import { AttentionTable } from '../registration/attention-table';
import { REASONS } from '../registration/controls-text';
import { AddeUrlState } from '../registration/state-indicators';
import { follow, Link } from '../shell/navigation';
import { pathTo } from '../shell/routes';
import { useMay, useServices } from '../shell/services';
import { TargetLink } from '../shell/target-link';
import { StatusCountsView } from '../status/status-counts';

type Override = OverviewView['overrides'][number];

/** The fleet at a glance: for a tenant's administrator, their own part of it. */
export function OverviewPage() {
  const { api } = useServices();
  const overview = useResource('overview', () => api.overview());
  const mayCount = useMay({ role: 'platform', scope: 'read' });
  const { refreshing } = overview;
  const header = (
    <Header variant="h1" actions={<RefreshButton what="overview" refreshing={refreshing} />}>
      Overview
    </Header>
  );
  return (
    <ContentLayout header={header}>
      <WhenLoaded from={overview}>
        {(value) => (
          <SpaceBetween size="l">
            {value.stage && <Stage stage={value.stage} />}
            <Counts overview={value} />
            <AttentionTable attention={value.attention} />
            <Registrations registrations={value.registrations} />
            <StatusCountsView checks={value.checks} />
            <Overrides overrides={value.overrides} />
            {mayCount && <DiscoveriesPanel domains={value.domains} />}
          </SpaceBetween>
        )}
      </WhenLoaded>
    </ContentLayout>
  );
}

function Counts({ overview: { tenants, domains, servers } }: { readonly overview: OverviewView }) {
  const tenantsLink = <Link to={pathTo({ page: 'tenants' })}>{String(tenants.active)}</Link>;
  return (
    <Container header={<Header variant="h2">In service</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Tenants', value: tenantsLink },
          { label: 'Tenants out of service, whose devices still get answers', value: String(tenants.released) },
          { label: 'Servers', value: String(servers) },
          { label: `Domains answered at: ${ANSWERED_AT.edge}`, value: String(domains.edge) },
          { label: `Domains answered at: ${ANSWERED_AT.backend}`, value: String(domains.backend) },
          { label: `Domains answered at: ${ANSWERED_AT.elsewhere}`, value: String(domains.elsewhere) },
        ]}
      />
    </Container>
  );
}

/** What blocks every server comes before anything else. */
function Stage({
  stage: { appleWrites, because, brakeSince },
}: {
  readonly stage: NonNullable<OverviewView['stage']>;
}) {
  if (appleWrites === 'on' && brakeSince === undefined) return null;
  return (
    <Alert
      type="warning"
      header="Changes are not sent to Apple"
      action={
        <Button href={pathTo({ page: 'controls' })} onFollow={follow}>
          Open the controls
        </Button>
      }
    >
      {appleWrites === 'observeOnly' && (
        <div>This stage only observes: {REASONS[because ?? ''] ?? 'no reason is recorded'}.</div>
      )}
      {brakeSince !== undefined && (
        <div>
          The brake was pulled <TimeText at={brakeSince} />: too many changes within an hour.
        </div>
      )}
    </Alert>
  );
}

function Registrations({ registrations }: Pick<OverviewView, 'registrations'>) {
  return (
    <Container header={<Header variant="h2">Servers by ADDE URL state</Header>}>
      <KeyValuePairs
        columns={4}
        items={REGISTRATION_STATES.map((state) => ({
          label: <AddeUrlState state={state} />,
          value: <Link to={pathTo({ page: 'device-enrollment', state })}>{String(registrations[state])}</Link>,
        }))}
      />
    </Container>
  );
}

function Overrides({ overrides }: { readonly overrides: readonly Override[] }) {
  return (
    <Table
      header={
        <Header
          variant="h2"
          counter={`(${overrides.length})`}
          description="These policies replace the declared ones until they end."
        >
          Overrides in force
        </Header>
      }
      ariaLabels={{ tableLabel: 'Overrides in force' }}
      items={overrides}
      trackBy={({ tenant, target }) => `${tenant} ${target}`}
      wrapLines
      empty={<Empty title="No overrides">All devices get the answers that the tenants declare.</Empty>}
      columnDefinitions={[
        { id: 'target', header: 'Domain or server', cell: (each) => <TargetLink {...each} />, isRowHeader: true },
        { id: 'tenant', header: 'Tenant', cell: ({ tenant }) => tenant },
        { id: 'why', header: 'Why', cell: ({ why }) => why },
        { id: 'until', header: 'Ends', cell: ({ until }) => <TimeText at={until} /> },
      ]}
    />
  );
}
