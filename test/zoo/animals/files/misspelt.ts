import { WELL_KNOWN_PATH } from '../../../../lib/core/discovery/well-known';
import { animal } from '../../animal';
import { documentFor, withoutPath, withReply } from '../../world';

/** The file is misspelt. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply', 'domain site'],
  finds: ['file.misspelt'],
  follows: ['http.not-found'],
  not: ['http.soft-404'],
  fault: (world, { domain, mdm }) =>
    withReply(
      withoutPath(world, domain),
      domain,
      { kind: 'respond', status: 200, headers: { 'content-type': 'application/octet-stream' }, body: documentFor(mdm) },
      WELL_KNOWN_PATH.replace('management', 'mangement'),
    ),
});
