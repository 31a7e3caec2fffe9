import { useState } from 'react';
import type { ProblemView } from '../../lib/contract/api/schemas';
import type { ApiResult } from '../api/outcome';

/** A request on its way, and why the last one was refused. */
export interface Submission<T> {
  readonly sending: boolean;
  readonly problem?: ProblemView;
  ask(request: () => Promise<ApiResult<T>>): Promise<void>;
}

/** `onAnswer` is called with what the API says, and with nothing else. */
export function useAsking<T>(onAnswer: (value: T, etag: string) => void): Submission<T> {
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<ProblemView>();
  const ask: Submission<T>['ask'] = async (request) => {
    setSending(true);
    const outcome = await request();
    setSending(false);
    setProblem(outcome.ok ? undefined : outcome.problem);
    if (outcome.ok) onAnswer(outcome.value, outcome.etag);
  };
  return { sending, problem, ask };
}
