import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { targetName } from '../../lib/core/tenants/records';
import { WhenLoaded } from '../parts/when-loaded';
import { Findings, hasFindings } from './findings';
import type { Checks } from './use-checks';

/** The findings at the domains and fallbacks of a tenant; those without findings are left out. */
export function FindingsPanel({ checks }: { readonly checks: Checks }) {
  return (
    <Container
      header={
        <Header variant="h2" description="By the last check of each domain and fallback.">
          Findings
        </Header>
      }
    >
      <WhenLoaded from={checks.loaded}>
        {({ items }) => {
          const reported = items.map((check) => ({ check, problem: checks.problemOf(check) })).filter(hasFindings);
          if (reported.length === 0) return <Nothing checked={items.some(({ status }) => status !== null)} />;
          return (
            <SpaceBetween size="l">
              {reported.map(({ check, problem }) => (
                <SpaceBetween key={targetName(check)} size="s">
                  <Box variant="h3">{check.kind === 'domain' ? check.name : `Fallback of ${check.name}`}</Box>
                  <Findings check={check} problem={problem} />
                </SpaceBetween>
              ))}
            </SpaceBetween>
          );
        }}
      </WhenLoaded>
    </Container>
  );
}

function Nothing({ checked }: { readonly checked: boolean }) {
  return (
    <Box>
      {checked ? 'No problems found.' : 'Not checked yet: check a domain now, or wait for the automatic check.'}
    </Box>
  );
}
