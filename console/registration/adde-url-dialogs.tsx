import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import { useState } from 'react';
import type { AddeUrlView } from '../../lib/contract/api/registration-schemas';
import { useChange } from '../api/use-change';
import { ChangeProblem } from '../parts/change-problem';
import { Dialog } from '../parts/dialog';
import { useMay, useServices } from '../shell/services';
import { AtApple } from './adde-url-at-apple';

interface Props {
  readonly view: AddeUrlView;
  readonly etag: string;
  readonly onSeen: (view: AddeUrlView, etag: string) => void;
  readonly onClose: () => void;
}

/** Proposes the default URL, and shows what Apple holds before it is changed. */
export function ConfigureDialog({ view, etag, onSeen, onClose }: Props) {
  const { api } = useServices();
  const mayChoose = useMay({ role: 'platform', scope: 'write' });
  const { defaultUrl = '', observed } = view;
  const [url, setUrl] = useState(defaultUrl);
  const { sending, problem, send } = useChange<AddeUrlView>({ etag, onSeen, onDone: onClose });
  const wanted = url.trim();
  const configure = () => send((seen) => api.configureAddeUrl(view, wanted === defaultUrl ? undefined : wanted, seen));
  return (
    <Dialog title="Configure ADDE URL" action="Configure" sending={sending} onSend={configure} onClose={onClose}>
      <KeyValuePairs columns={1} items={[{ label: 'Apple holds now', value: <AtApple observed={observed} /> }]} />
      <FormField
        label="ADDE URL"
        description="Signpost first follows this URL as a device would, and sends it to Apple only if that succeeds."
        stretch
      >
        <Input
          value={url}
          onChange={({ detail }) => setUrl(detail.value)}
          readOnly={!mayChoose}
          spellcheck={false}
          autoComplete={false}
        />
      </FormField>
      <ChangeProblem problem={problem} />
    </Dialog>
  );
}

/** Removes the ADDE URL from Apple. */
export function RemoveDialog({ view, etag, onSeen, onClose }: Props) {
  const { api } = useServices();
  const { sending, problem, send } = useChange<AddeUrlView>({ etag, onSeen, onDone: onClose });
  return (
    <Dialog
      title="Remove ADDE URL"
      action="Remove"
      sending={sending}
      onSend={() => send((seen) => api.removeAddeUrl(view, seen))}
      onClose={onClose}
    >
      <Box variant="p">
        Devices whose own domain does not answer then no longer find the MDM through Apple. An ADDE URL that another MDM
        has set is left unchanged.
      </Box>
      <ChangeProblem problem={problem} />
    </Dialog>
  );
}
