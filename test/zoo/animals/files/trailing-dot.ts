import { WELL_KNOWN_PATH } from '../../../../lib/core/discovery/well-known';
import { animal } from '../../animal';
import { documentFor, withoutPath, withReply } from '../../world';

/** An editor kept the dot before the missing extension. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply', 'domain site'],
  finds: ['file.trailing-dot'],
  follows: ['http.not-found'],
  not: ['http.soft-404'],
  fault: (world, { domain, mdm }) =>
    withReply(
      withoutPath(world, domain),
      domain,
      { kind: 'respond', status: 200, headers: { 'content-type': 'application/octet-stream' }, body: documentFor(mdm) },
      `${WELL_KNOWN_PATH}.`,
    ),
});
