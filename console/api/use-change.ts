import { useState } from 'react';
import type { ProblemView } from '../../lib/contract/api/schemas';
import type { ApiResult } from './outcome';

/** A change on its way: it counts as made once the API confirms it. */
export interface PendingChange<T> {
  readonly sending: boolean;
  readonly problem?: ProblemView;
  /** Sends with the ETag of the view from which the draft was made. */
  send(request: (etag: string) => Promise<ApiResult<T>>): Promise<void>;
}

interface Seen<T> {
  /** Of the view that is shown when the draft is started. */
  readonly etag: string;
  /** Shows the view after the change, or after another person's change meanwhile. */
  readonly onSeen: (view: T, etag: string) => void;
  readonly onDone: () => void;
}

export function useChange<T>({ etag, onSeen, onDone }: Seen<T>): PendingChange<T> {
  // The page behind may reload; only after a conflict was shown may the draft replace something newer.
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

/** With a failed precondition the API sends the current view. */
export function isEtagConflict<T>(problem: ProblemView): problem is ProblemView & { readonly current: T } {
  return problem.status === 412 && problem.current !== undefined;
}
