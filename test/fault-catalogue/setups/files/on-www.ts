import { ADDRESS, documentFor, json, withName, withoutPath, withReply } from '../../environment';
import { setup } from '../../setup';

/** The file is on `www.` only. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply', 'domain site'],
  finds: ['file.on-www'],
  follows: ['http.not-found'],
  not: ['http.soft-404', 'redirect.path-dropped'],
  fault: (environment, { domain, mdm }) => {
    const www = `www.${domain}`;
    const published = withReply(withoutPath(environment, domain), www, json(documentFor(mdm)));
    return withName(published, www, { A: [ADDRESS.usual] });
  },
});
