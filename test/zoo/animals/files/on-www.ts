import { animal } from '../../animal';
import { ADDRESS, documentFor, json, withName, withoutPath, withReply } from '../../world';

/** The file is on `www.` only. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply', 'domain site'],
  finds: ['file.on-www'],
  follows: ['http.not-found'],
  not: ['http.soft-404', 'redirect.path-dropped'],
  fault: (world, { domain, mdm }) => {
    const www = `www.${domain}`;
    const published = withReply(withoutPath(world, domain), www, json(documentFor(mdm)));
    return withName(published, www, { A: [ADDRESS.usual] });
  },
});
