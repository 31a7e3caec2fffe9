import { useEffect, useState } from 'react';
import { formatAbsolute, formatRelative } from './format-time';

const HALF_MINUTE = 30_000;

/** The current time; renders again every half minute, as times are shown in minutes. */
function useNow(): number {
  const [, show] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => show(Date.now()), HALF_MINUTE);
    return () => clearInterval(timer);
  }, []);
  // Not the time of the last step: an event after it would seem to be in the future.
  return Date.now();
}

interface Props {
  /** ISO 8601. */
  readonly at: string;
}

/** A relative time, `2 hours ago`; the exact one, `21 Nov 2026, 12:00:00 UTC`, is its tooltip. */
export function TimeText({ at }: Props) {
  const now = useNow();
  return (
    <time dateTime={at} title={formatAbsolute(Date.parse(at))}>
      {formatRelative(Date.parse(at), now)}
    </time>
  );
}
