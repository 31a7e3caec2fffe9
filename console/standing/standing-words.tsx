import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { CheckView } from '../../lib/contract/api/check-schemas';
import type { StandingWord } from '../../lib/core/checks/standing';
import { Time } from '../parts/time';

const WORDS: Readonly<Record<StandingWord, { readonly type: StatusIndicatorProps.Type; readonly text: string }>> = {
  serving: { type: 'success', text: 'serving' },
  'in-progress': { type: 'in-progress', text: 'in progress' },
  stuck: { type: 'error', text: 'stuck' },
};

/** How it stands by the last look that saw something, and since when. */
export function Standing({ standing }: Pick<CheckView, 'standing'>) {
  if (!standing) return <StatusIndicator type="stopped">not looked yet</StatusIndicator>;
  const { type, text } = WORDS[standing.word];
  return (
    <>
      <StatusIndicator type={type}>{text}</StatusIndicator>
      <div>
        since <Time at={standing.since} />
      </div>
    </>
  );
}

/** When it was looked at last, and whether looks see anything at all. */
export function LastLook({ standing, blind }: Pick<CheckView, 'standing' | 'blind'>) {
  return (
    <>
      {standing ? <Time at={standing.checkedAt} /> : 'never'}
      {blind && (
        <div>
          <StatusIndicator type="warning">
            sees nothing since <Time at={blind.since} />
          </StatusIndicator>
        </div>
      )}
    </>
  );
}
