import { useEffect, useState } from 'react';
import { formatAbsolute, formatRelative } from './format-time';

const HALF_MINUTE = 30_000;

/** The current time, shown anew in steps that are small enough for what is read in minutes. */
function useNow(): number {
  const [, show] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => show(Date.now()), HALF_MINUTE);
    return () => clearInterval(timer);
  }, []);
  // Of this moment, and not of the last step: what has just happened is not in the future.
  return Date.now();
}

interface Props {
  /** ISO 8601. */
  readonly at: string;
}

/** A time as one thinks of it, and as it is: `2 hours ago (21 Nov 2026, 12:00:00 UTC)`. */
export function Time({ at }: Props) {
  const now = useNow();
  return (
    <time dateTime={at}>
      {formatRelative(Date.parse(at), now)} ({formatAbsolute(Date.parse(at))})
    </time>
  );
}
