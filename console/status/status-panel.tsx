import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { CheckView } from '../../lib/contract/api/check-schemas';
import type { ProblemView } from '../../lib/contract/api/schemas';
import type { DiscoveryPlace } from '../api/client';
import { CopyableLines } from '../parts/copyable-lines';
import { Empty } from '../parts/empty';
import { TimeText } from '../parts/time';
import { WhenLoaded } from '../parts/when-loaded';
import { CheckButton } from './check-button';
import { Findings } from './findings';
import { LastCheck, StatusText } from './status-text';
import { useChecks } from './use-checks';

/** The status of a domain or a fallback as seen from the internet, and the findings. */
export function StatusPanel({ place }: { readonly place: DiscoveryPlace }) {
  const checks = useChecks(place.tenant);
  return (
    <Container
      header={
        <Header variant="h2" actions={<CheckButton checks={checks} target={place} />}>
          Seen from the internet
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
  if (!check) return <Empty title="Not checked">Deploy the tenant again so that it is checked.</Empty>;
  const { status, nextCheck } = check;
  return (
    <SpaceBetween size="m">
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Status', value: <StatusText {...check} /> },
          { label: 'Last check', value: <LastCheck {...check} /> },
          { label: 'Next check', value: nextCheck === undefined ? 'within minutes' : <TimeText at={nextCheck} /> },
        ]}
      />
      {status ? (
        <div>{status.sentence}</div>
      ) : (
        <div>Not checked yet: check it now, or wait for the automatic check.</div>
      )}
      <Findings check={check} problem={problem} />
      {status && <Devices name={check.name} status={status} />}
    </SpaceBetween>
  );
}

interface DevicesProps {
  readonly name: string;
  readonly status: NonNullable<CheckView['status']>;
}

/** The result for each kind of device, what the check left out, and the command that checks that as well. */
function Devices({ name, status: { devices, unchecked } }: DevicesProps) {
  const items = [
    ...devices.map(({ device, sentence }) => ({ label: device, value: sentence })),
    ...unchecked.map(({ what, why }) => ({ label: `Not checked: ${what}`, value: why })),
  ];
  if (items.length === 0) return null;
  return (
    <SpaceBetween size="m">
      <KeyValuePairs columns={2} items={items} />
      {unchecked.length > 0 && (
        <div>
          To ask Apple’s fallback and the enrollment URL as well, run
          <CopyableLines lines={[`npx signpost doctor ${name} --apple --post`]} />
        </div>
      )}
    </SpaceBetween>
  );
}
