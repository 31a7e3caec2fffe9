import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { PlanView } from '../../lib/contract/api/plan-schemas';
import type { Mover, StepState } from '../../lib/core/onboarding/step';
import { CopyableLines } from '../parts/copyable-lines';

const STATES: Readonly<Record<StepState, { readonly type: StatusIndicatorProps.Type; readonly text: string }>> = {
  done: { type: 'success', text: 'done' },
  'to-do': { type: 'pending', text: 'to do' },
  waiting: { type: 'in-progress', text: 'waiting' },
  blocked: { type: 'error', text: 'blocked' },
  unknown: { type: 'stopped', text: 'not known' },
};

const ACTORS: Readonly<Record<Exclude<Mover, 'wait'>, string>> = {
  platform: 'the platform team',
  customer: 'the customer',
  apple: 'an administrator, in Apple’s portal',
};

/** `Next, the customer`. */
export function describeNext(mover: Mover): string {
  return mover === 'wait' ? 'Wait' : `Next, ${ACTORS[mover]}`;
}

function describeActor(mover: Mover): string {
  return mover === 'wait' ? 'No action is needed: this takes time' : `Who acts: ${ACTORS[mover]}`;
}

/** One step: who acts, what is expected, what was found, what to paste. */
export function StepView({ step }: { readonly step: PlanView['steps'][number] }) {
  const { id, title, mover, state, expected, found, paste, notes } = step;
  const { type, text } = STATES[state];
  const isOpen = state !== 'done';
  return (
    <div data-step={id}>
      <Box variant="h4" tagOverride="h3">
        {title}
      </Box>
      <SpaceBetween size="xxs">
        <StatusIndicator type={type}>{text}</StatusIndicator>
        {isOpen && <div>{describeActor(mover)}</div>}
        {isOpen && <div>Expected: {expected}</div>}
        <div>Found: {found}</div>
        <CopyableLines lines={paste} />
        {notes.map((note) => (
          <Box key={note} color="text-body-secondary">
            {note}
          </Box>
        ))}
      </SpaceBetween>
    </div>
  );
}
