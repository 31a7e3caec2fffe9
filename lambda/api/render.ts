import type { ProblemView } from '../../lib/contract/api/schemas';
import { definitionOf, type ProblemCode } from '../../lib/core/problems';
import type { ApiOutcome } from './operation';
import { viewEvent } from './views';

/** An outcome as an HTTP response, and the code for the log where it is a problem. */
export interface Rendered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly code?: ProblemCode;
}

const SAFE = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

/** Renders success as JSON and a problem as problem details (RFC 9457). */
export function renderOutcome(outcome: ApiOutcome): Rendered {
  if (outcome.kind === 'success') {
    const headers = { ...SAFE, 'content-type': 'application/json', ...etagHeader(outcome.etag) };
    return { status: outcome.status ?? 200, headers, body: JSON.stringify(outcome.body) };
  }
  const { code } = outcome.problem;
  const { status = 500 } = definitionOf(code);
  const headers = {
    ...SAFE,
    'content-type': 'application/problem+json',
    ...challenge(status, code),
    ...etagHeader(outcome.conflict?.etag),
    ...(outcome.retryAfterSeconds === undefined ? {} : { 'retry-after': String(outcome.retryAfterSeconds) }),
  };
  return { status, headers, body: JSON.stringify(viewProblem(outcome, status)), code };
}

function viewProblem(outcome: Extract<ApiOutcome, { kind: 'problem' }>, status: number): ProblemView {
  const { code, message } = outcome.problem;
  const { title } = definitionOf(code);
  return {
    type: `urn:signpost:problem:${code}`,
    title,
    status,
    detail: message,
    code,
    ...(outcome.errors ? { errors: [...outcome.errors] } : {}),
    ...(outcome.conflict
      ? { changes: outcome.conflict.changes.map(viewEvent), current: outcome.conflict.current }
      : {}),
  };
}

function etagHeader(etag: string | undefined): Record<string, string> {
  return etag === undefined ? {} : { etag };
}

/** RFC 6750, section 3. */
function challenge(status: number, code: ProblemCode): Record<string, string> {
  if (code === 'api.unauthenticated') return { 'www-authenticate': 'Bearer error="invalid_token"' };
  return status === 403 ? { 'www-authenticate': 'Bearer error="insufficient_scope"' } : {};
}
