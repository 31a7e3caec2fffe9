import { useCallback, useEffect, useRef, useState } from 'react';
import type { ProblemView } from '../../lib/contract/api/schemas';
import type { ApiResult } from './outcome';

/** Something of the API on its way to the screen. What was loaded stays there while it is loaded again. */
export type LoadedResource<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: ProblemView }
  | { readonly state: 'loaded'; readonly value: T; readonly etag: string; readonly stale?: ProblemView };

export interface Loaded<T> {
  readonly resource: LoadedResource<T>;
  readonly refreshing: boolean;
  refresh(): void;
  /** Shows what an answer to a change brought. */
  replace(value: T, etag: string): void;
}

/** Raised by us for all that is on the page. */
const RELOAD = 'signpost:reload';

/** Loads again whatever is on the page: a change of one part is seen in others. */
export function reloadPage(): void {
  window.dispatchEvent(new Event(RELOAD));
}

/**
 * Loads whatever `key` names, anew when the key changes, when asked, with the whole page, and when somebody comes back
 * to the window. An answer that comes after a newer question is dropped.
 */
export function useResource<T>(key: string, load: () => Promise<ApiResult<T>>): Loaded<T> {
  const [state, setState] = useState<{ readonly key: string; readonly resource: LoadedResource<T> }>({
    key,
    resource: { state: 'loading' },
  });
  const [refreshing, setRefreshing] = useState(false);
  const question = useRef(0);
  const latestLoad = useRef(load);
  latestLoad.current = load;

  const refresh = useCallback(() => {
    question.current += 1;
    const mine = question.current;
    setRefreshing(true);
    void latestLoad.current().then((outcome) => {
      if (question.current !== mine) return;
      setRefreshing(false);
      setState((before) => ({ key, resource: next(before.key === key ? before.resource : undefined, outcome) }));
    });
  }, [key]);

  const replace = useCallback(
    (value: T, etag: string) => {
      question.current += 1;
      setRefreshing(false);
      setState({ key, resource: { state: 'loaded', value, etag } });
    },
    [key],
  );

  useEffect(() => {
    refresh();
    window.addEventListener('focus', refresh);
    window.addEventListener(RELOAD, refresh);
    return () => {
      window.removeEventListener('focus', refresh);
      window.removeEventListener(RELOAD, refresh);
    };
  }, [refresh]);

  const resource: LoadedResource<T> = state.key === key ? state.resource : { state: 'loading' };
  return { resource, refreshing, refresh, replace };
}

function next<T>(before: LoadedResource<T> | undefined, outcome: ApiResult<T>): LoadedResource<T> {
  if (outcome.ok) return { state: 'loaded', value: outcome.value, etag: outcome.etag };
  // What was seen stays, with the remark that it may be old; what is gone goes.
  if (before?.state === 'loaded' && outcome.problem.status !== 404) return { ...before, stale: outcome.problem };
  return { state: 'failed', problem: outcome.problem };
}
