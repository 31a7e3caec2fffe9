import { useCallback, useEffect, useRef, useState } from 'react';
import type { ProblemView } from '../../lib/contract/api/schemas';
import type { ApiResult } from './outcome';

/** Something that is loaded from the API. A loaded value stays on the screen while it is loaded again. */
type LoadedResource<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly problem: ProblemView }
  | { readonly state: 'loaded'; readonly value: T; readonly etag: string; readonly stale?: ProblemView };

export interface Loaded<T> {
  readonly resource: LoadedResource<T>;
  readonly refreshing: boolean;
  refresh(): void;
  /** Shows the value that the answer to a change holds. */
  replace(value: T, etag: string): void;
}

/** Our own event, for every resource on the page. */
const RELOAD = 'signpost:reload';

/** Loads everything on the page again, as a change of one part shows in others. */
export function reloadPage(): void {
  window.dispatchEvent(new Event(RELOAD));
}

/**
 * Loads the resource that `key` names; again when the key changes, on `refresh`, with the whole page, and when the
 * window gets the focus. An answer that comes after a newer request is dropped.
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
  // A loaded value stays, marked as stale; a resource that no longer exists does not.
  if (before?.state === 'loaded' && outcome.problem.status !== 404) return { ...before, stale: outcome.problem };
  return { state: 'failed', problem: outcome.problem };
}
