import { animal } from '../../animal';
import { withReply } from '../../world';

/** The BaseURL has moved, and redirects. */
export default animal({
  stage: 'beside',
  touches: ['enrollment'],
  finds: ['enrollment.redirects'],
  not: ['enrollment.not-found'],
  fault: (world, { mdm }) =>
    withReply(world, mdm, { kind: 'redirect', to: `https://${mdm}/v2/enroll`, status: 301 }, '/enroll'),
});
