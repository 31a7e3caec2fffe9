import { useEffect } from 'react';

const POLL_MILLISECONDS = 2000;

/** Loads repeatedly while something is under way. */
export function useRepeated(active: boolean, load: () => void): void {
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(load, POLL_MILLISECONDS);
    return () => clearInterval(timer);
  }, [active, load]);
}
