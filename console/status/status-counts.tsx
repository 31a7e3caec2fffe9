import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { OverviewView } from '../../lib/contract/api/schemas';
import { StatusLabel } from './status-text';

/** How many domains and fallbacks have which status. */
export function StatusCountsView({ checks: { serving, inProgress, stuck, notChecked } }: Pick<OverviewView, 'checks'>) {
  return (
    <Container
      header={
        <Header variant="h2" description="Domains and fallbacks, by their last check from the internet.">
          Domain health
        </Header>
      }
    >
      <KeyValuePairs
        columns={4}
        items={[
          { label: <StatusLabel word="serving" />, value: String(serving) },
          { label: <StatusLabel word="in-progress" />, value: String(inProgress) },
          { label: <StatusLabel word="stuck" />, value: String(stuck) },
          { label: <StatusLabel />, value: String(notChecked) },
        ]}
      />
    </Container>
  );
}
