import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Spinner from '@cloudscape-design/components/spinner';
import { lazy, Suspense } from 'react';
import type { DiscoveryCountsView, OverviewView } from '../../lib/contract/api/schemas';
import { useResource } from '../api/use-resource';
import { Empty } from '../parts/empty';
import { RefreshButton } from '../parts/refresh-button';
import { WhenLoaded } from '../parts/when-loaded';
import { useServices } from '../shell/services';

const HOURS = 24;

const Chart = lazy(async () => {
  const { DiscoveriesChart } = await import('./discoveries-chart');
  return { default: DiscoveriesChart };
});

/** How often devices asked the backend. The backend does not know what the edge answers. */
export function DiscoveriesPanel({ domains }: Pick<OverviewView, 'domains'>) {
  const { api } = useServices();
  const counts = useResource('discoveries', () => api.discoveries(HOURS));
  const { refreshing, refresh } = counts;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={whatCounts(domains)}
          actions={<RefreshButton what="discoveries" refreshing={refreshing} onRefresh={refresh} />}
        >
          Discoveries that the backend answered
        </Header>
      }
    >
      <WhenLoaded from={counts}>{({ items }) => <Counts items={items} />}</WhenLoaded>
    </Container>
  );
}

function whatCounts({ backend }: OverviewView['domains']): string {
  const counted =
    backend === 0
      ? 'No domain is answered at the backend, so only requests to ADDE URLs are counted.'
      : 'At domains that are answered at the backend, and at ADDE URLs.';
  return `${counted} CloudWatch counts what the edge answers: metric Discoveries.`;
}

function Counts({ items }: Pick<DiscoveryCountsView, 'items'>) {
  const total = items.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) {
    return (
      <Empty title={`None within ${HOURS} hours`}>
        To see one, act as a device: npx signpost device user@&lt;domain&gt;
      </Empty>
    );
  }
  return (
    <>
      <Box variant="p">
        {total} within {HOURS} hours
      </Box>
      <Suspense fallback={<Spinner />}>
        <Chart items={items} />
      </Suspense>
    </>
  );
}
