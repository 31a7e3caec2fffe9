import { useState } from 'react';
import type { ProblemView } from '../../lib/contract/api/schemas';
import type { AnsweringView } from '../api/client';
import type { Outcome } from '../api/outcome';

/** A change on its way: nothing counts as done before the API says so. */
export interface Change {
  readonly sending: boolean;
  readonly problem?: ProblemView;
  /** Sends with the ETag of what was seen last. */
  send(request: (etag: string) => Promise<Outcome<AnsweringView>>): Promise<void>;
}

interface Seen {
  readonly etag: string;
  /** Shows what the change brought, or what somebody else has made of it meanwhile. */
  readonly onSeen: (view: AnsweringView, etag: string) => void;
  readonly onDone: () => void;
}

export function useChange({ etag, onSeen, onDone }: Seen): Change {
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<ProblemView>();
  const send: Change['send'] = async (request) => {
    setSending(true);
    const outcome = await request(etag);
    setSending(false);
    setProblem(outcome.ok ? undefined : outcome.problem);
    if (outcome.ok) {
      onSeen(outcome.value, outcome.etag);
      onDone();
    } else if (isConflict(outcome.problem)) {
      onSeen(outcome.problem.current, outcome.etag);
    }
  };
  return { sending, problem, send };
}

/** The API sends what is there now along with a failed precondition. */
export function isConflict(problem: ProblemView): problem is ProblemView & { readonly current: AnsweringView } {
  return problem.status === 412 && problem.current !== undefined;
}
