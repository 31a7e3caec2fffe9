import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef, useState } from 'react';
import type { AddeUrlView } from '../../lib/contract/api/registration-schemas';
import { isUnderWay } from '../../lib/core/registration/registration';
import type { ServerPath } from '../api/client';
import { useRepeated } from '../api/use-repeated';
import { useRequest } from '../api/use-request';
import { reloadPage, useResource } from '../api/use-resource';
import { FaultAlert } from '../parts/fault-alert';
import { ProblemAlert } from '../parts/problem-alert';
import { TimeText } from '../parts/time';
import { WhenLoaded } from '../parts/when-loaded';
import { useMay, useServices } from '../shell/services';
import { AtApple, SetTime } from './adde-url-at-apple';
import { ConfigureDialog, RemoveDialog } from './adde-url-dialogs';
import { AddeUrlState } from './state-indicators';

const NOTHING = { value: undefined, etag: '' };

/** What Apple is to hold for a server, what it holds, and since when. */
export function AddeUrlPanel({ place }: { readonly place: ServerPath }) {
  const { api } = useServices();
  const mayWrite = useMay({ role: 'tenant', scope: 'write' });
  const [dialog, setDialog] = useState<'configure' | 'remove'>();
  const loaded = useResource(`adde-url ${place.tenant} ${place.server}`, () => api.addeUrl(place));
  const { resource, refresh, replace } = loaded;
  // Apple's answer also changes the token and the events on the page.
  const seen = (value: AddeUrlView, answered: string) => {
    replace(value, answered);
    // That another process holds the lease is part of this answer alone, and is not stored.
    if (value.fault?.code !== 'adde.busy') reloadPage();
  };
  const { sending, problem, send } = useRequest<AddeUrlView>(seen);
  const { value: view, etag } = resource.state === 'loaded' ? resource : NOTHING;
  useRepeated(view !== undefined && isUnderWay(view), refresh);
  useOnceSet(view?.state, async () => {
    if (!mayWrite) return;
    await api.checkAgain(place.tenant, { kind: 'server', name: place.server });
    reloadPage();
  });
  const actions = mayWrite && view && (
    <SpaceBetween direction="horizontal" size="xs">
      <Button iconName="refresh" loading={sending} onClick={() => void send(() => api.refreshAddeUrl(place))}>
        Refresh from Apple
      </Button>
      {view.state !== 'none' && <Button onClick={() => setDialog('remove')}>Remove ADDE URL</Button>}
      <Button variant="primary" onClick={() => setDialog('configure')}>
        Configure ADDE URL
      </Button>
    </SpaceBetween>
  );
  const close = () => setDialog(undefined);
  return (
    <Container
      header={
        <Header variant="h2" actions={actions}>
          ADDE URL
        </Header>
      }
    >
      <SpaceBetween size="m">
        {problem && <ProblemAlert problem={problem} />}
        <WhenLoaded from={loaded}>{(value) => <Facts view={value} />}</WhenLoaded>
      </SpaceBetween>
      {dialog === 'configure' && view && <ConfigureDialog view={view} etag={etag} onSeen={seen} onClose={close} />}
      {dialog === 'remove' && view && <RemoveDialog view={view} etag={etag} onSeen={seen} onClose={close} />}
    </Container>
  );
}

/** Acts when the ADDE URL becomes set while the page is open. */
function useOnceSet(state: AddeUrlView['state'] | undefined, act: () => Promise<void>): void {
  const before = useRef(state);
  useEffect(() => {
    const becameSet = before.current !== undefined && before.current !== 'set' && state === 'set';
    if (state !== undefined) before.current = state;
    if (becameSet) void act();
  });
}

function Facts({ view }: { readonly view: AddeUrlView }) {
  const { state, fault, observed, wanted, nextCheck } = view;
  return (
    <SpaceBetween size="m">
      {fault && <Fault fault={fault} />}
      <KeyValuePairs
        columns={2}
        items={[
          { label: 'State', value: <AddeUrlState state={state} /> },
          { label: 'ADDE URL set time', value: <SetTime observed={observed} /> },
          { label: 'ADDE URL at Apple', value: <AtApple observed={observed} /> },
          { label: 'Wanted', value: wanted?.url === undefined ? 'none' : <Box variant="code">{wanted.url}</Box> },
          {
            label: 'Requested',
            value: wanted ? (
              <>
                by {wanted.by}, <TimeText at={wanted.since} />
              </>
            ) : (
              'not requested yet'
            ),
          },
          {
            label: 'Next check at Apple',
            value: Date.parse(nextCheck) > Date.now() ? <TimeText at={nextCheck} /> : 'due',
          },
        ]}
      />
    </SpaceBetween>
  );
}

const FIX_OWNERS: Readonly<Record<NonNullable<AddeUrlView['fault']>['needs'], string>> = {
  time: 'Signpost tries again automatically.',
  tenant: 'The administrator of the tenant must act.',
  platform: 'The platform team must act.',
};

function Fault({ fault: { needs, ...fault } }: { readonly fault: NonNullable<AddeUrlView['fault']> }) {
  return <FaultAlert type={needs === 'time' ? 'warning' : 'error'} header={FIX_OWNERS[needs]} {...fault} />;
}
