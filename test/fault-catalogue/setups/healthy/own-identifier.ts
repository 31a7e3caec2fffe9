import { healthyEnvironment } from '../../environment';
import { healthy } from '../../setup';

/** A person asks with an address of their own. */
export default healthy({
  environment: healthyEnvironment,
  wanted: ({ domain }) => ({
    identifiers: [`Jane.Doe+work@${domain}`, `signpost+check-2@${domain}`],
    madeUp: false,
  }),
});
