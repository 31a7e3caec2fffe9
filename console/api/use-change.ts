import { useState } from 'react';
import type { ProblemView } from '../../lib/contract/api/schemas';
import type { ApiResult } from './outcome';

/** A change on its way: nothing counts as done before the API says so. */
export interface PendingChange<T> {
  readonly sending: boolean;
  readonly problem?: ProblemView;
  /** Sends with the ETag of what the draft was made from. */
  send(request: (etag: string) => Promise<ApiResult<T>>): Promise<void>;
}

interface Seen<T> {
  /** Of what is shown when the draft is begun. */
  readonly etag: string;
  /** Shows what the change brought, or what somebody else has made of it meanwhile. */
  readonly onSeen: (view: T, etag: string) => void;
  readonly onDone: () => void;
}

export function useChange<T>({ etag, onSeen, onDone }: Seen<T>): PendingChange<T> {
  // The page behind loads anew by itself; only a conflict that was shown lets the draft replace what is newer.
  const [basis, setBasis] = useState(etag);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<ProblemView>();
  const send: PendingChange<T>['send'] = async (request) => {
    setSending(true);
    const outcome = await request(basis);
    setSending(false);
    setProblem(outcome.ok ? undefined : outcome.problem);
    if (outcome.ok) {
      onSeen(outcome.value, outcome.etag);
      onDone();
    } else if (isEtagConflict<T>(outcome.problem)) {
      setBasis(outcome.etag);
      onSeen(outcome.problem.current, outcome.etag);
    }
  };
  return { sending, problem, send };
}

/** The API sends what is there now along with a failed precondition. */
export function isEtagConflict<T>(problem: ProblemView): problem is ProblemView & { readonly current: T } {
  return problem.status === 412 && problem.current !== undefined;
}
