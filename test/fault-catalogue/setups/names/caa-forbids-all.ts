import { withRecords } from '../../environment';
import { setup } from '../../setup';

/** The CAA record allows no authority. */
export default setup({
  stage: 'beside',
  touches: ['caa'],
  finds: ['dns.caa-forbids'],
  not: [],
  fault: (environment, { domain }) => withRecords(environment, domain, { CAA: [{ tag: 'issue', value: ';' }] }),
});
