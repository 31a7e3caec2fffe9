import { animal } from '../../animal';
import { NOT_FOUND, withReply } from '../../world';

/** The path of the BaseURL is gone. */
export default animal({
  stage: 'beside',
  touches: ['enrollment'],
  finds: ['enrollment.not-found'],
  not: ['enrollment.redirects', 'http.not-found'],
  fault: (world, { mdm }) => withReply(world, mdm, NOT_FOUND, '/enroll'),
});
