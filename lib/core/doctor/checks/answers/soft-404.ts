import { observedValue } from '../../../observation';
import { mediaType } from '../../replay';
import type { Recogniser } from './recogniser';

/** The website answers 200 for every path, even one that does not exist. */
export const recogniseSoft404: Recogniser = ({ input, last, response }) => {
  const random = observedValue(input.facts.probes.random)?.outcome;
  if (last.hop > 0 || response.status !== 200 || random?.kind !== 'response' || random.status !== 200) return undefined;
  const type = mediaType(response);
  if (type === 'application/json' || mediaType(random) !== type) return undefined;
  return {
    code: 'http.soft-404',
    expected: 'the document, or a true 404 so that the device goes on to Apple',
    found: `status 200 (${type || 'no content type'}), the same as for a random path`,
    steps: ['nginx:   location = /.well-known/com.apple.remotemanagement { return 404; }'],
  };
};
