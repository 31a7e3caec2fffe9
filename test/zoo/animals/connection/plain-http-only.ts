import { animal } from '../../animal';
import { ADDRESS, withRecords } from '../../world';

/** The website was never moved to https. */
export default animal({
  stage: 'domain connection',
  touches: ['domain address', 'domain reply'],
  finds: ['network.plain-http-only'],
  not: ['network.refused'],
  fault: (world, { domain }) => withRecords(world, domain, { A: [ADDRESS.httpOnly] }),
});
