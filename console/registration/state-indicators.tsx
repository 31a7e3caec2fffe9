import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { AddeUrlView, TokenView } from '../../lib/contract/api/registration-schemas';
import { REGISTRATION_STATES } from '../../lib/core/registration/registration';

interface Shown {
  readonly type: StatusIndicatorProps.Type;
  readonly text: string;
}

const STATES: Readonly<Record<AddeUrlView['state'], Shown>> = {
  none: { type: 'stopped', text: 'none' },
  pending: { type: 'pending', text: 'pending: Apple does not have it yet' },
  set: { type: 'success', text: 'set' },
  failed: { type: 'error', text: 'failed' },
  overwritten: { type: 'warning', text: 'overwritten by another server' },
  contested: { type: 'error', text: 'contested: overwritten repeatedly' },
  removing: { type: 'pending', text: 'removing: Apple may still have it' },
};

/** The states by which servers can be found. */
export const ADDE_URL_STATES = REGISTRATION_STATES.map((state) => ({ value: state, label: STATES[state].text }));

/** The state of a server's ADDE URL. */
export function AddeUrlState({ state }: { readonly state: AddeUrlView['state'] }) {
  const { type, text } = STATES[state];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

/** Who uses a server token. */
export const TOKEN_KINDS: Readonly<Record<TokenView['kind'], string>> = {
  shared: "the MDM's, read only",
  owned: "Signpost's own",
};

const TOKEN_STATES: Readonly<Record<TokenView['state'], Shown>> = {
  unknown: { type: 'stopped', text: 'not seen yet' },
  good: { type: 'success', text: 'good' },
  expired: { type: 'error', text: 'expired' },
  rejected: { type: 'error', text: 'rejected by Apple' },
};

export function TokenState({ state }: { readonly state: TokenView['state'] }) {
  const { type, text } = TOKEN_STATES[state];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}
