import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { CheckView } from '../../lib/contract/api/check-schemas';
import type { StandingWord as Word } from '../../lib/core/checks/standing';
import { Time } from '../parts/time';

const WORDS: Readonly<Record<Word, { readonly type: StatusIndicatorProps.Type; readonly text: string }>> = {
  serving: { type: 'success', text: 'serving' },
  'in-progress': { type: 'in-progress', text: 'in progress' },
  stuck: { type: 'error', text: 'stuck' },
};

/** A standing in one word; without one nobody has looked yet. */
export function StandingWord({ word }: { readonly word?: Word }) {
  if (!word) return <StatusIndicator type="stopped">not looked yet</StatusIndicator>;
  const { type, text } = WORDS[word];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

/** How it stands by the last look that saw something, and since when. */
export function Standing({ standing }: Pick<CheckView, 'standing'>) {
  if (!standing) return <StandingWord />;
  return (
    <>
      <StandingWord word={standing.word} />
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
