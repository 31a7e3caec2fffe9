import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { EventView, ProblemView } from '../../lib/contract/api/schemas';
import { Changes, describeEventAction } from './event-text';
import { TimeText } from './time';

/** What the other person changed. The draft stays, so that the reader can decide whether to send it again. */
export function ConflictAlert({ problem }: { readonly problem: ProblemView }) {
  const { title, detail, changes = [], code } = problem;
  return (
    <Alert type="warning" header={title} data-problem={code}>
      <SpaceBetween size="xs">
        {changes.length === 0 && <div>{detail}</div>}
        {changes.map((event) => (
          <Change key={event.id} event={event} />
        ))}
        <div>The page behind shows the current state. Send again to replace it with yours, or cancel.</div>
        <Box variant="code">{code}</Box>
      </SpaceBetween>
    </Alert>
  );
}

function Change({ event: { time, action, by, why, changes } }: { readonly event: EventView }) {
  return (
    <div>
      <div>
        {describeEventAction(action)} by {by}, <TimeText at={time} />
        {why !== undefined && <>: “{why}”</>}
      </div>
      <Changes changes={changes} />
    </div>
  );
}
