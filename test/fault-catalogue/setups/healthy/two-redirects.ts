import { WELL_KNOWN_PATH } from '../../../../lib/core/discovery/well-known';
import { ADDRESS, healthyEnvironment, withName, withReply } from '../../environment';
import { healthy } from '../../setup';

/** The domain to `www.`, and from there to the MDM, path and query kept. */
export default healthy({
  environment: (names) => {
    const www = `www.${names.domain}`;
    const environment = withReply(healthyEnvironment(names), names.domain, {
      kind: 'redirect',
      to: `https://${www}${WELL_KNOWN_PATH}`,
      status: 301,
    });
    const toMdm = { kind: 'redirect', to: `https://${names.mdm}${WELL_KNOWN_PATH}`, status: 307 } as const;
    return withReply(withName(environment, www, { A: [ADDRESS.usual] }), www, toMdm);
  },
});
