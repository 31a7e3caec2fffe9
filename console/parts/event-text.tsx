import type { EventView } from '../../lib/contract/api/schemas';

/** The text for an action of the API; an action that this build does not know is shown as it is. */
const ACTIONS: Readonly<Record<string, string>> = {
  'tenant.declared': 'Deployed',
  'tenant.returned': 'Deployed again',
  'tenant.released': 'Taken out of service',
  'domain.taken': 'Domain moved to another tenant',
  'override.set': 'Override put in force',
  'override.removed': 'Override removed',
  'registration.requested': 'ADDE URL requested',
  'registration.refreshed': 'Checked at Apple on demand',
  'registration.set': 'ADDE URL set at Apple',
  'registration.removed': 'ADDE URL removed from Apple',
  'registration.left-alone': "Another MDM's ADDE URL left unchanged",
  'registration.failed': 'ADDE URL not set',
  'registration.overwritten': 'ADDE URL overwritten by another server',
  'registration.contested': 'ADDE URL contested, left unchanged',
  'registration.repairing': 'ADDE URL restored after an overwrite',
  'registration.token-changed': 'Server token changed',
  'registration.token-deleted': 'Server token deleted',
  'status.changed': 'Status changed',
};

export function describeEventAction(action: string): string {
  return ACTIONS[action] ?? action;
}

/** What changed, from what to what. */
export function Changes({ changes }: { readonly changes: EventView['changes'] }) {
  return changes.map(({ subject, from, to }) => (
    <div key={subject}>
      {subject}: {listValues(from)} <b>became</b> {listValues(to)}
    </div>
  ));
}

function listValues(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : values.join(', ');
}
