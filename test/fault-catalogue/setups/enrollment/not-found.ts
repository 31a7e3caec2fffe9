import { NOT_FOUND, withReply } from '../../environment';
import { setup } from '../../setup';

/** The path of the BaseURL is gone. */
export default setup({
  stage: 'beside',
  touches: ['enrollment'],
  finds: ['enrollment.not-found'],
  not: ['enrollment.redirects', 'http.not-found'],
  fault: (environment, { mdm }) => withReply(environment, mdm, NOT_FOUND, '/enroll'),
});
