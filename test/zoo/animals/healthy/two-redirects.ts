import { WELL_KNOWN_PATH } from '../../../../lib/core/discovery/well-known';
import { healthy } from '../../animal';
import { ADDRESS, healthyWorld, withName, withReply } from '../../world';

/** The domain to `www.`, and from there to the MDM, path and query kept. */
export default healthy({
  world: (names) => {
    const www = `www.${names.domain}`;
    const world = withReply(healthyWorld(names), names.domain, {
      kind: 'redirect',
      to: `https://${www}${WELL_KNOWN_PATH}`,
      status: 301,
    });
    const toMdm = { kind: 'redirect', to: `https://${names.mdm}${WELL_KNOWN_PATH}`, status: 307 } as const;
    return withReply(withName(world, www, { A: [ADDRESS.usual] }), www, toMdm);
  },
});
