import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useState } from 'react';
import type { PlanView } from '../../lib/contract/api/plan-schemas';
import { ProblemAlert } from '../parts/problem-alert';
import { ToPaste } from '../parts/to-paste';
import { useAsking } from '../registration/use-asking';
import { useServices } from '../shell/services';
import { MOVER_NAMES, StepView } from './step-view';

interface Props {
  readonly tenant: string;
  readonly domain: string;
  readonly variant?: 'container';
}

/** The steps until devices find their MDM. Each look goes outside, so there is none before somebody opens it. */
export function PlanSection({ tenant, domain, variant }: Props) {
  const { api } = useServices();
  const [expanded, setExpanded] = useState(false);
  const [plan, setPlan] = useState<PlanView>();
  const { sending, problem, ask } = useAsking<PlanView>(setPlan);
  const load = () => void ask(() => api.plan(tenant, domain));
  const open = (isOpen: boolean) => {
    setExpanded(isOpen);
    if (isOpen && !plan && !sending) load();
  };
  return (
    <ExpandableSection
      variant={variant}
      headerText={`Onboarding steps of ${domain}`}
      expanded={expanded}
      onChange={({ detail }) => open(detail.expanded)}
    >
      {expanded && (
        <SpaceBetween size="m">
          {problem && <ProblemAlert problem={problem} onRetry={load} />}
          {sending && !plan && <Loading />}
          {plan && <Steps plan={plan} />}
          {plan && (
            <Button iconName="refresh" loading={sending} onClick={load} ariaLabel={`Look again: ${domain}`}>
              Look again
            </Button>
          )}
        </SpaceBetween>
      )}
    </ExpandableSection>
  );
}

function Loading() {
  return (
    <div>
      <Spinner /> Looking from outside, for up to 12 seconds.
    </div>
  );
}

function Steps({ plan: { domain, steps, next } }: { readonly plan: PlanView }) {
  return (
    <SpaceBetween size="m">
      <div>
        {next.map(({ mover, title }) => (
          <div key={mover}>
            Next, {MOVER_NAMES[mover]}: <b>{title}</b>
          </div>
        ))}
        {next.length === 0 && 'Nothing that was seen is left to do.'}
      </div>
      {steps.map((step) => (
        <StepView key={step.id} step={step} />
      ))}
      <Box color="text-body-secondary">
        Seen from outside alone. What is not known is known to AWS, and is found out by
        <ToPaste lines={[`npx signpost plan ${domain}`]} />
      </Box>
    </SpaceBetween>
  );
}
