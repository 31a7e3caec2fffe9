import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { TokenView } from '../../lib/contract/api/registration-schemas';
import type { ServerPath } from '../api/client';
import { reloadPage, useResource } from '../api/use-resource';
import { TimeText } from '../parts/time';
import { WhenLoaded } from '../parts/when-loaded';
import { useMay, useServices } from '../shell/services';
import { TOKEN_KINDS, TokenState } from './state-indicators';
import { NewKeyDialog, UploadDialog } from './token-dialogs';

/** The server token, and for a token of Signpost's own the exchange with Apple. */
export function TokenPanel({ place }: { readonly place: ServerPath }) {
  const { api } = useServices();
  const mayWrite = useMay({ role: 'tenant', scope: 'write' });
  const [dialog, setDialog] = useState<'key' | 'upload'>();
  const loaded = useResource(`token ${place.tenant} ${place.server}`, () => api.token(place));
  const { resource, replace } = loaded;
  const view = resource.state === 'loaded' ? resource.value : undefined;
  const actions = mayWrite && view?.kind === 'owned' && (
    <SpaceBetween direction="horizontal" size="xs">
      <Button onClick={() => setDialog('key')}>Make a new key</Button>
      <Button onClick={() => setDialog('upload')}>Upload token</Button>
    </SpaceBetween>
  );
  const close = () => setDialog(undefined);
  const seen = (value: TokenView, etag: string) => {
    replace(value, etag);
    reloadPage();
  };
  return (
    <Container
      header={
        <Header variant="h2" actions={actions}>
          Server token
        </Header>
      }
    >
      <WhenLoaded from={loaded}>{(value) => <Facts view={value} />}</WhenLoaded>
      {dialog === 'key' && view && <NewKeyDialog view={view} onClose={close} />}
      {dialog === 'upload' && view && <UploadDialog view={view} onSeen={seen} onClose={close} />}
    </Container>
  );
}

function Facts({ view: { kind, state, expires, entry, organisation } }: { readonly view: TokenView }) {
  return (
    <KeyValuePairs
      columns={2}
      items={[
        { label: 'State', value: <TokenState state={state} /> },
        { label: 'Expires', value: expires === undefined ? 'not known' : <TimeText at={expires} /> },
        { label: 'Entry at Apple', value: entry ?? 'not known' },
        { label: 'Organisation', value: organisation ?? 'not known' },
        { label: 'Token', value: TOKEN_KINDS[kind] },
      ]}
    />
  );
}
