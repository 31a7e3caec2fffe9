import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { CheckView } from '../../lib/contract/api/check-schemas';
import type { ProblemView } from '../../lib/contract/api/schemas';
import type { DiscoveryPlace } from '../api/client';
import { Empty } from '../parts/empty';
import { WhenLoaded } from '../parts/loaded';
import { Time } from '../parts/time';
import { CheckButton } from './check-button';
import { Findings } from './findings';
import { LastCheck, StatusText } from './status-words';
import { useChecks } from './use-checks';

/** How a domain or a fallback stands, seen from outside, and what was found. */
export function StatusPanel({ place }: { readonly place: DiscoveryPlace }) {
  const checks = useChecks(place.tenant);
  return (
    <Container
      header={
        <Header variant="h2" actions={<CheckButton checks={checks} target={place} />}>
          Seen from outside
        </Header>
      }
    >
      <WhenLoaded from={checks.loaded}>
        {() => <Seen check={checks.of(place)} problem={checks.problemOf(place)} />}
      </WhenLoaded>
    </Container>
  );
}

function Seen({ check, problem }: { readonly check: CheckView | undefined; readonly problem?: ProblemView }) {
  if (!check) return <Empty title="Not looked at">Deploy the tenant again to have it looked at.</Empty>;
  const { status, nextCheck } = check;
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Standing', value: <StatusText {...check} /> },
          { label: 'Last check', value: <LastCheck {...check} /> },
          { label: 'Next check', value: nextCheck === undefined ? 'within minutes' : <Time at={nextCheck} /> },
        ]}
      />
      {status ? <div>{status.sentence}</div> : <div>Nobody has looked yet: check it now, or wait.</div>}
      <Findings check={check} problem={problem} />
      {status && <Devices status={status} />}
    </SpaceBetween>
  );
}

function Devices({ status: { devices, unchecked } }: { readonly status: NonNullable<CheckView['status']> }) {
  const items = [
    ...devices.map(({ device, sentence }) => ({ label: device, value: sentence })),
    ...unchecked.map(({ what, why }) => ({ label: `Could not check: ${what}`, value: why })),
  ];
  return items.length > 0 && <KeyValuePairs columns={2} items={items} />;
}
