import type { Decider } from '../../lib/core/tenants/declared';

/** Who answers devices at a domain, in words. */
export const DECIDED_BY: Readonly<Record<Decider, string>> = {
  edge: 'the edge',
  backend: 'the backend',
  elsewhere: 'the customer’s web server',
};
