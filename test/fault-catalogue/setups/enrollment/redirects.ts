import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The BaseURL has moved, and redirects. */
export default setup({
  stage: 'beside',
  touches: ['enrollment'],
  finds: ['enrollment.redirects'],
  not: ['enrollment.not-found'],
  fault: (environment, { mdm }) =>
    withReply(environment, mdm, { kind: 'redirect', to: `https://${mdm}/v2/enroll`, status: 301 }, '/enroll'),
});
