import type { Decider } from '../../lib/core/tenants/declared';

/** What answers the devices of a domain. */
export const ANSWERED_AT: Readonly<Record<Decider, string>> = {
  edge: 'edge',
  backend: 'backend',
  elsewhere: 'customer’s web server',
};
