import { animal } from '../../animal';
import { withReply } from '../../world';

/** The enrollment endpoint asks for a password instead of a sign-in. */
export default animal({
  stage: 'beside',
  touches: ['enrollment', 'wanted'],
  finds: ['enrollment.challenge'],
  not: ['http.authentication'],
  fault: (world, { mdm }) =>
    withReply(
      world,
      mdm,
      { kind: 'respond', status: 401, headers: { 'www-authenticate': 'Basic realm="mdm"' } },
      '/enroll',
    ),
  wanted: () => ({ postBaseUrl: true }),
});
