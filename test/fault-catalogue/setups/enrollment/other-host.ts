import { ADDRESS, CHALLENGE, documentFor, json, withName, withReply, withSite } from '../../environment';
import { setup } from '../../setup';

/** A doubled top-level domain: a stranger could register it. */
export default setup({
  stage: 'enrollment',
  touches: ['mdm reply', 'wanted', 'other host'],
  finds: ['enrollment.other-host'],
  not: ['enrollment.not-found'],
  fault: (environment, { mdm, other }) =>
    withSite(withName(withReply(environment, mdm, json(documentFor(other))), other, { A: [ADDRESS.usual] }), other, {
      paths: { '/enroll': CHALLENGE },
    }),
  wanted: ({ mdm }) => ({ expectedHosts: [mdm] }),
});
