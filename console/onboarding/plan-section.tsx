import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useState } from 'react';
import type { PlanView } from '../../lib/contract/api/plan-schemas';
import { useRequest } from '../api/use-request';
import { CopyableLines } from '../parts/copyable-lines';
import { ProblemAlert } from '../parts/problem-alert';
import { useServices } from '../shell/services';
import { describeNext, StepView } from './step-view';

interface Props {
  readonly tenant: string;
  readonly domain: string;
  readonly variant?: 'container';
}

/** The steps until devices find their MDM. Each check sends requests to the internet, so it starts when the section is opened. */
export function PlanSection({ tenant, domain, variant }: Props) {
  const { api } = useServices();
  const [expanded, setExpanded] = useState(false);
  const [plan, setPlan] = useState<PlanView>();
  const { sending, problem, send } = useRequest<PlanView>(setPlan);
  const load = () => void send(() => api.plan(tenant, domain));
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
            <Button iconName="refresh" loading={sending} onClick={load} ariaLabel={`Check the steps again: ${domain}`}>
              Check the steps again
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
      <Spinner /> Checking from the internet, for up to 12 seconds.
    </div>
  );
}

function Steps({ plan: { domain, steps, next } }: { readonly plan: PlanView }) {
  return (
    <SpaceBetween size="m">
      <div>
        {next.map(({ mover, title }) => (
          <div key={mover}>
            {describeNext(mover)}: <b>{title}</b>
          </div>
        ))}
        {next.length === 0 && 'All steps that can be seen from the internet are done.'}
      </div>
      {steps.map((step) => (
        <StepView key={step.id} step={step} />
      ))}
      <Box color="text-body-secondary">
        These are the steps as seen from the internet. To ask AWS for what is not known, run
        <CopyableLines lines={[`npx signpost plan ${domain}`]} />
      </Box>
    </SpaceBetween>
  );
}
