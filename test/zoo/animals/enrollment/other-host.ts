import { animal } from '../../animal';
import { ADDRESS, CHALLENGE, documentFor, json, withName, withReply, withSite } from '../../world';

/** A doubled top-level domain: a stranger could register it. */
export default animal({
  stage: 'enrollment',
  touches: ['mdm reply', 'wanted', 'other host'],
  finds: ['enrollment.other-host'],
  not: ['enrollment.not-found'],
  fault: (world, { mdm, other }) =>
    withSite(withName(withReply(world, mdm, json(documentFor(other))), other, { A: [ADDRESS.usual] }), other, {
      paths: { '/enroll': CHALLENGE },
    }),
  wanted: ({ mdm }) => ({ expectedHosts: [mdm] }),
});
