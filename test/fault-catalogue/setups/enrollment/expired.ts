import { ADDRESS, CHALLENGE, documentFor, json, NOT_FOUND, withName, withReply, withSite } from '../../environment';
import { setup } from '../../setup';

/** The certificate of the enrollment server has expired. */
export default setup({
  stage: 'enrollment',
  touches: ['mdm reply', 'other host'],
  finds: ['tls.expired'],
  not: ['enrollment.unreachable'],
  fault: (environment, { mdm, other }) =>
    withSite(withName(withReply(environment, mdm, json(documentFor(other))), other, { A: [ADDRESS.usual] }), other, {
      certificate: { ends: -2 },
      paths: { '/enroll': CHALLENGE },
      otherwise: NOT_FOUND,
    }),
});
