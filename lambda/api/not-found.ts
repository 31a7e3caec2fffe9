import { problem } from '../../lib/core/problems';
import { type ApiOutcome, refused } from './operation';

/** One text for all: what is not there and what somebody may not see are the same. */
export function notFound(): ApiOutcome {
  return refused(
    problem('api.not-found', 'Cannot find it; expected a tenant, domain, server or path that you may see'),
  );
}
