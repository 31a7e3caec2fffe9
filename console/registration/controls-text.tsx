import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ControlsView } from '../../lib/contract/api/registration-schemas';
import { TimeText } from '../parts/time';

/** Why a stage only observes. */
export const REASONS: Readonly<Record<string, string>> = {
  'new-stage': 'the stage is new',
  restored: 'the table was restored',
  'silent-too-long': 'nothing ran for a long time, so the data may be old',
  person: 'a decision of the platform team',
};

export const DECISIONS: Readonly<Record<ControlsView['decisions'][number]['what'], string>> = {
  'writes-on': 'Allowed to write to Apple',
  'observe-only': 'Only observes',
  'brake-on': 'Brake pulled: too many changes within an hour',
  'brake-released': 'Brake released',
};

export function Writes({ appleWrites }: Pick<ControlsView, 'appleWrites'>) {
  if (appleWrites === 'on') return <StatusIndicator>on</StatusIndicator>;
  return <StatusIndicator type="warning">only observes: changes are not sent to Apple</StatusIndicator>;
}

export function Brake({ since }: { readonly since?: string }) {
  if (since === undefined) return <StatusIndicator>not pulled</StatusIndicator>;
  return (
    <StatusIndicator type="error">
      pulled <TimeText at={since} />
    </StatusIndicator>
  );
}
