import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import type { ControlsView } from '../../lib/contract/api/registration-schemas';
import type { ApiResult } from '../api/outcome';
import { useChange } from '../api/use-change';
import { useResource } from '../api/use-resource';
import { ChangeProblem } from '../parts/change-problem';
import { Dialog } from '../parts/dialog';
import { Empty } from '../parts/empty';
import { RefreshButton } from '../parts/refresh-button';
import { TimeText } from '../parts/time';
import { WhenLoaded } from '../parts/when-loaded';
import { Brake, DECISIONS, REASONS, Writes } from '../registration/controls-text';
import { useMay, useServices } from '../shell/services';

/** Whether this stage writes to Apple, and the brake: for the platform team. */
export function ControlsPage() {
  const { api } = useServices();
  const controls = useResource('controls', () => api.controls());
  const { refreshing, replace } = controls;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description="Settings for all servers of this stage."
          actions={<RefreshButton what="controls" refreshing={refreshing} />}
        >
          Controls
        </Header>
      }
    >
      <WhenLoaded from={controls}>
        {(view, etag) => (
          <SpaceBetween size="l">
            <State view={view} etag={etag} onSeen={replace} />
            <Decisions decisions={view.decisions} />
          </SpaceBetween>
        )}
      </WhenLoaded>
    </ContentLayout>
  );
}

interface StateProps {
  readonly view: ControlsView;
  readonly etag: string;
  readonly onSeen: (view: ControlsView, etag: string) => void;
}

type Action = 'observe' | 'write' | 'release';

function State({ view, etag, onSeen }: StateProps) {
  const mayWrite = useMay({ role: 'platform', scope: 'write' });
  const [action, setAction] = useState<Action>();
  const { appleWrites, because, brakeSince, changesWithinHour } = view;
  const actions = mayWrite && (
    <SpaceBetween direction="horizontal" size="xs">
      {brakeSince !== undefined && <Button onClick={() => setAction('release')}>Release the brake</Button>}
      {appleWrites === 'on' && <Button onClick={() => setAction('observe')}>Stop writing to Apple</Button>}
      {appleWrites === 'observeOnly' && <Button onClick={() => setAction('write')}>Write to Apple</Button>}
    </SpaceBetween>
  );
  return (
    <Container
      header={
        <Header variant="h2" actions={actions}>
          Writes to Apple
        </Header>
      }
    >
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Writes', value: <Writes appleWrites={appleWrites} /> },
          { label: 'Why', value: because === undefined ? '–' : REASONS[because] },
          { label: 'Brake', value: <Brake since={brakeSince} /> },
          { label: 'Servers changed at Apple within the last hour', value: String(changesWithinHour) },
        ]}
      />
      {action && <Confirm action={action} etag={etag} onSeen={onSeen} onClose={() => setAction(undefined)} />}
    </Container>
  );
}

const CONFIRMATIONS: Readonly<
  Record<Action, { readonly title: string; readonly action: string; readonly text: string }>
> = {
  observe: {
    title: 'Stop writing to Apple',
    action: 'Stop writing to Apple',
    text: 'Signpost then only observes: new requests wait, and an ADDE URL that another server overwrites stays overwritten.',
  },
  write: {
    title: 'Write to Apple',
    action: 'Write to Apple',
    text: 'First compare the wanted ADDE URLs with those at Apple: Signpost then sets the wanted ADDE URL of every server.',
  },
  release: {
    title: 'Release the brake',
    action: 'Release the brake',
    text: 'More changes than usual were due at Apple within an hour. First read the events of the tenants: after the release the waiting changes go on, and counting starts again.',
  },
};

interface ConfirmProps extends Pick<StateProps, 'etag' | 'onSeen'> {
  readonly action: Action;
  readonly onClose: () => void;
}

function Confirm({ action, etag, onSeen, onClose }: ConfirmProps) {
  const { api } = useServices();
  const { sending, problem, send } = useChange<ControlsView>({ etag, onSeen, onDone: onClose });
  const requests: Readonly<Record<Action, (seen: string) => Promise<ApiResult<ControlsView>>>> = {
    observe: (seen) => api.setAppleWrites('observeOnly', seen),
    write: (seen) => api.setAppleWrites('on', seen),
    release: (seen) => api.releaseBrake(seen),
  };
  const { title, action: button, text } = CONFIRMATIONS[action];
  return (
    <Dialog
      title={title}
      action={button}
      sending={sending}
      onSend={() => void send(requests[action])}
      onClose={onClose}
    >
      <Alert type="warning">{text}</Alert>
      <ChangeProblem problem={problem} />
    </Dialog>
  );
}

function Decisions({ decisions }: Pick<ControlsView, 'decisions'>) {
  return (
    <Table
      header={
        <Header variant="h2" description="The last 50, newest first.">
          Decisions
        </Header>
      }
      ariaLabels={{ tableLabel: 'Decisions' }}
      items={[...decisions].reverse()}
      wrapLines
      empty={<Empty title="No decisions">Decisions about writes to Apple are listed here.</Empty>}
      columnDefinitions={[
        { id: 'at', header: 'When', cell: ({ at }) => <TimeText at={at} /> },
        { id: 'what', header: 'What', isRowHeader: true, cell: ({ what }) => DECISIONS[what] },
        { id: 'by', header: 'Who', cell: ({ by }) => by },
        { id: 'because', header: 'Why', cell: ({ because }) => REASONS[because ?? ''] ?? '' },
      ]}
    />
  );
}
