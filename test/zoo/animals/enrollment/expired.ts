import { animal } from '../../animal';
import { ADDRESS, CHALLENGE, documentFor, json, NOT_FOUND, withName, withReply, withSite } from '../../world';

/** The certificate of the enrollment server has expired. */
export default animal({
  stage: 'enrollment',
  touches: ['mdm reply', 'other host'],
  finds: ['tls.expired'],
  not: ['enrollment.unreachable'],
  fault: (world, { mdm, other }) =>
    withSite(withName(withReply(world, mdm, json(documentFor(other))), other, { A: [ADDRESS.usual] }), other, {
      certificate: { ends: -2 },
      paths: { '/enroll': CHALLENGE },
      otherwise: NOT_FOUND,
    }),
});
