import { withReply } from '../../environment';
import { setup } from '../../setup';

/** The enrollment endpoint asks for a password instead of a sign-in. */
export default setup({
  stage: 'beside',
  touches: ['enrollment', 'wanted'],
  finds: ['enrollment.challenge'],
  not: ['http.authentication'],
  fault: (environment, { mdm }) =>
    withReply(
      environment,
      mdm,
      { kind: 'respond', status: 401, headers: { 'www-authenticate': 'Basic realm="mdm"' } },
      '/enroll',
    ),
  wanted: () => ({ postBaseUrl: true }),
});
