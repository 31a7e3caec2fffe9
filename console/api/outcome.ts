import type { ProblemView } from '../../lib/contract/api/schemas';

/** What the API answered: the value and its ETag, or problem details; a conflict carries the ETag of what is there now. */
export type ApiResult<T> =
  | { readonly ok: true; readonly value: T; readonly etag: string }
  | { readonly ok: false; readonly problem: ProblemView; readonly etag: string };

const PROBLEM_TYPE = 'application/problem+json';

/** Reads a response of the API; the API's own schemas say what is in it. */
export async function parseResponse<T>(response: Response): Promise<ApiResult<T>> {
  const etag = response.headers.get('etag') ?? '';
  const type = response.headers.get('content-type')?.split(';')[0];
  try {
    if (response.ok) return { ok: true, value: (await response.json()) as T, etag };
    if (type === PROBLEM_TYPE) return { ok: false, problem: (await response.json()) as ProblemView, etag };
  } catch {
    // The API answers in JSON alone.
  }
  return { ok: false, problem: unreadableAnswer(response.status), etag };
}

/** The answer is not the API's: it is the gateway's, or that of something on the way. */
function unreadableAnswer(status: number): ProblemView {
  if (status === 401) {
    const detail = 'Cannot answer this request: the gateway does not accept the access token; expected a current one';
    return problemView('api.unauthenticated', 'Not signed in', status, detail);
  }
  const detail = `Cannot read the answer: status ${status} without problem details; expected an answer of the API`;
  return problemView('api.unreachable', 'API not reachable', status, detail);
}

/** No answer at all. */
export function noAnswer(): ApiResult<never> {
  const detail = 'Cannot reach the API: the connection failed; expected an answer';
  return { ok: false, problem: problemView('api.unreachable', 'API not reachable', 0, detail), etag: '' };
}

function problemView(code: string, title: string, status: number, detail: string): ProblemView {
  return { type: `urn:signpost:problem:${code}`, title, status, detail, code };
}
