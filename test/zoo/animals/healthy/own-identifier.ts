import { healthy } from '../../animal';
import { healthyWorld } from '../../world';

/** A person asks with an address of their own. */
export default healthy({
  world: healthyWorld,
  wanted: ({ domain }) => ({
    identifiers: [`Jane.Doe+work@${domain}`, `signpost+check-2@${domain}`],
    madeUp: false,
  }),
});
