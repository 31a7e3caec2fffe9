import { WELL_KNOWN_PATH } from '../../../../lib/core/discovery/well-known';
import { documentFor, withoutPath, withReply } from '../../environment';
import { setup } from '../../setup';

/** The content management system made a folder of it. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply', 'domain site'],
  finds: ['file.trailing-slash'],
  follows: ['http.not-found'],
  not: ['http.soft-404'],
  fault: (environment, { domain, mdm }) =>
    withReply(
      withoutPath(environment, domain),
      domain,
      { kind: 'respond', status: 200, headers: { 'content-type': 'application/octet-stream' }, body: documentFor(mdm) },
      `${WELL_KNOWN_PATH}/`,
    ),
});
