import { documentFor, healthyEnvironment, json, withReply } from '../../environment';
import { front } from '../../policies';
import { healthy } from '../../setup';

/** Macs to one place, everybody else to another, as the file says. */
export default healthy({
  environment: (names) => {
    const mac = json(documentFor(names.mdm, 'mdm-adde'));
    const others = json(documentFor(names.mdm));
    return withReply(healthyEnvironment(names), names.domain, {
      kind: 'by-family',
      families: { Mac: mac },
      otherwise: others,
    });
  },
  wanted: ({ mdm }) => ({
    tenant: front({ kind: 'serve', version: 'mdm-byod', baseUrl: `https://${mdm}/enroll` }, [
      { when: { families: ['Mac'] }, answer: { kind: 'serve', version: 'mdm-adde', baseUrl: `https://${mdm}/enroll` } },
    ]),
  }),
});
