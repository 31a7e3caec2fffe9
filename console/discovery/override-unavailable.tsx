import Box from '@cloudscape-design/components/box';
import type { DiscoveryTargetView } from '../api/client';
import { remedyOf } from '../parts/remedies';
import { useMay } from '../shell/services';

/** The problems with which the API refuses an override where the backend does not decide. */
const REFUSALS = { edge: 'override.edge-decides', elsewhere: 'override.decided-elsewhere' } as const;

/** Where no override is possible: what changes the policy instead. */
export function OverrideUnavailable({ view }: { readonly view: DiscoveryTargetView }) {
  const mayOverride = useMay({ role: 'platform', scope: 'write' });
  if (!mayOverride || !('decidedBy' in view) || view.decidedBy === 'backend') return null;
  return (
    <Box variant="p" color="text-body-secondary">
      {remedyOf(REFUSALS[view.decidedBy])}
    </Box>
  );
}
