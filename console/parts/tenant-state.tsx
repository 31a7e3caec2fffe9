import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { TenantView } from '../../lib/contract/api/schemas';
import { TimeText } from './time';

/** Whether a tenant is in service, and until when a released one goes on answering. */
export function TenantState({ tenant: { state, graceUntil } }: { readonly tenant: TenantView }) {
  if (state === 'active') return <StatusIndicator>In service</StatusIndicator>;
  return (
    <StatusIndicator type="warning">
      Out of service
      {graceUntil !== undefined && (
        <>
          , answers end <TimeText at={graceUntil} />
        </>
      )}
    </StatusIndicator>
  );
}
