import { json, withReply } from '../../environment';
import { setup } from '../../setup';

/** A page that calls itself JSON. */
export default setup({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.html'],
  not: ['response.not-json'],
  fault: (environment, { domain }) => withReply(environment, domain, json('<!doctype html><title>Oops</title>')),
});
