import { animal } from '../../animal';
import { json, withReply } from '../../world';

/** A page that calls itself JSON. */
export default animal({
  stage: 'domain answer',
  touches: ['domain reply'],
  finds: ['response.html'],
  not: ['response.not-json'],
  fault: (world, { domain }) => withReply(world, domain, json('<!doctype html><title>Oops</title>')),
});
