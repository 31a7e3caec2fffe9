import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { CheckView } from '../../lib/contract/api/check-schemas';
import type { StatusWord as Word } from '../../lib/core/checks/status';
import { TimeText } from '../parts/time';

const WORDS: Readonly<Record<Word, { readonly type: StatusIndicatorProps.Type; readonly text: string }>> = {
  serving: { type: 'success', text: 'serving' },
  'in-progress': { type: 'in-progress', text: 'in progress' },
  stuck: { type: 'error', text: 'stuck' },
};

/** A status in one word; without a word, that there was no check yet. */
export function StatusLabel({ word }: { readonly word?: Word }) {
  if (!word) return <StatusIndicator type="stopped">not checked yet</StatusIndicator>;
  const { type, text } = WORDS[word];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

/** The status by the last check with a result, and since when it holds. */
export function StatusText({ status }: Pick<CheckView, 'status'>) {
  if (!status) return <StatusLabel />;
  return (
    <>
      <StatusLabel word={status.word} />
      <div>
        changed <TimeText at={status.since} />
      </div>
    </>
  );
}

/** When the last check with a result was, and since when checks get none. */
export function LastCheck({ status, blind }: Pick<CheckView, 'status' | 'blind'>) {
  return (
    <>
      {status ? <TimeText at={status.checkedAt} /> : 'never'}
      {blind && (
        <div>
          <StatusIndicator type="warning">
            no result, first <TimeText at={blind.since} />
          </StatusIndicator>
        </div>
      )}
    </>
  );
}
