import { useState } from 'react';
import type { ProblemView } from '../../lib/contract/api/schemas';
import type { ApiResult } from './outcome';

/** Whether a request is on its way, and why the last one was refused. */
export interface Submission<T> {
  readonly sending: boolean;
  readonly problem?: ProblemView;
  send(request: () => Promise<ApiResult<T>>): Promise<void>;
}

/** Calls `onAnswer` with each successful answer of the API. */
export function useRequest<T>(onAnswer: (value: T, etag: string) => void): Submission<T> {
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<ProblemView>();
  const send: Submission<T>['send'] = async (request) => {
    setSending(true);
    const outcome = await request();
    setSending(false);
    setProblem(outcome.ok ? undefined : outcome.problem);
    if (outcome.ok) onAnswer(outcome.value, outcome.etag);
  };
  return { sending, problem, send };
}
