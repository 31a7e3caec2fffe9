import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { OverviewView } from '../../lib/contract/api/schemas';
import { StandingWord } from './standing-words';

/** How many domains and fallbacks stand how. */
export function StandingCounts({ checks: { serving, inProgress, stuck, notLooked } }: Pick<OverviewView, 'checks'>) {
  return (
    <Container
      header={
        <Header variant="h2" description="By the last look from outside.">
          Domains and fallbacks by how they stand
        </Header>
      }
    >
      <KeyValuePairs
        columns={4}
        items={[
          { label: <StandingWord word="serving" />, value: String(serving) },
          { label: <StandingWord word="in-progress" />, value: String(inProgress) },
          { label: <StandingWord word="stuck" />, value: String(stuck) },
          { label: <StandingWord />, value: String(notLooked) },
        ]}
      />
    </Container>
  );
}
