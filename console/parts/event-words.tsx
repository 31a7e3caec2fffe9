import type { EventView } from '../../lib/contract/api/schemas';

/** An action of the API in words; one that this build does not know as it is. */
const ACTIONS: Readonly<Record<string, string>> = {
  'tenant.declared': 'Deployed',
  'tenant.returned': 'Deployed again',
  'tenant.released': 'Taken out of service',
  'domain.taken': 'Domain went to another tenant',
  'override.set': 'Override put in force',
  'override.removed': 'Override removed',
  'registration.requested': 'ADDE URL asked for',
  'registration.refreshed': 'Looked at Apple on demand',
  'registration.set': 'ADDE URL set at Apple',
  'registration.removed': 'ADDE URL removed from Apple',
  'registration.left-alone': "Another MDM's ADDE URL left alone",
  'registration.failed': 'ADDE URL not set',
  'registration.overwritten': 'ADDE URL overwritten by another server',
  'registration.contested': 'ADDE URL contested, left alone',
  'registration.repairing': 'ADDE URL put back after an overwrite',
  'registration.token-changed': 'Server token changed',
  'registration.token-deleted': 'Server token deleted',
  'status.changed': 'Seen from outside',
};

export function actionInWords(action: string): string {
  return ACTIONS[action] ?? action;
}

/** What changed, from what to what. */
export function Changes({ changes }: { readonly changes: EventView['changes'] }) {
  return changes.map(({ subject, from, to }) => (
    <div key={subject}>
      {subject}: {inWords(from)} <b>became</b> {inWords(to)}
    </div>
  ));
}

function inWords(policy: readonly string[]): string {
  return policy.length === 0 ? 'nothing' : policy.join(', ');
}
