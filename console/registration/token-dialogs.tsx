import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { TokenKeyView, TokenView } from '../../lib/contract/api/registration-schemas';
import { Dialog } from '../parts/dialog';
import { ProblemAlert } from '../parts/problem-alert';
import { Time } from '../parts/time';
import { useServices } from '../shell/services';
import { readAsBase64 } from './base64';
import { useAsking } from './use-asking';

/** Makes a key pair: says what will stop, and wants the entry's name typed. */
export function NewKeyDialog({ view, onClose }: { readonly view: TokenView; readonly onClose: () => void }) {
  const { api } = useServices();
  const [confirm, setConfirm] = useState('');
  const [key, setKey] = useState<TokenKeyView>();
  const { sending, problem, ask } = useAsking<TokenKeyView>(setKey);
  const make = (replace: boolean) => void ask(() => api.makeTokenKey(view, confirm, replace));
  return (
    <Dialog
      title="New key for the server token"
      action={key ? 'Done' : 'Make a key'}
      sending={sending}
      done={key !== undefined}
      onSend={key ? onClose : () => make(false)}
      onClose={onClose}
    >
      {key ? (
        <>
          {key.waitingSince !== undefined && <Waiting since={key.waitingSince} onReplace={() => make(true)} />}
          <Certificate pem={key.certificate} file={`${view.tenant}-${view.server}.pem`} />
        </>
      ) : (
        <>
          <Alert type="warning" header="This can stop an MDM">
            Downloading a token for the new key makes Apple refuse the token that the entry has now: the device sync of
            an MDM that uses the same entry stops. Go on only for an entry that Signpost alone uses.
          </Alert>
          <FormField label={`Type “${view.confirmation}” to confirm`}>
            <Input value={confirm} onChange={({ detail }) => setConfirm(detail.value)} spellcheck={false} />
          </FormField>
        </>
      )}
      {problem && <ProblemAlert problem={problem} />}
    </Dialog>
  );
}

/** Somebody may have downloaded a token for the key that waits, and another key could not open it. */
function Waiting({ since, onReplace }: { readonly since: string; readonly onReplace: () => void }) {
  return (
    <Alert
      header="A key waits already"
      action={
        <Button formAction="none" onClick={onReplace}>
          Make another key
        </Button>
      }
    >
      This is its certificate, made <Time at={since} />. A token that was downloaded for it can be uploaded; once
      another key is made, it cannot.
    </Alert>
  );
}

function Certificate({ pem, file }: { readonly pem: string; readonly file: string }) {
  return (
    <SpaceBetween size="s">
      <Box variant="p">
        Upload this certificate at Apple for the entry, download its token there, and bring the token here.
      </Box>
      <SpaceBetween size="m" direction="horizontal">
        <CopyToClipboard
          copyButtonText="Copy the certificate"
          copySuccessText="Copied"
          copyErrorText="Not copied"
          textToCopy={pem}
        />
        <Link
          onFollow={(event) => {
            event.preventDefault();
            download(pem, file);
          }}
        >
          Download {file}
        </Link>
      </SpaceBetween>
      <Box variant="pre">{pem}</Box>
    </SpaceBetween>
  );
}

/** Hands a text over as a file. */
function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
}

interface UploadProps {
  readonly view: TokenView;
  readonly onSeen: (view: TokenView, etag: string) => void;
  readonly onClose: () => void;
}

/** What is refused until a person says that it is meant. */
const TAKEN_BY_FORCE: readonly string[] = ['token.other-entry', 'token.plain-not-forced'];

/** Takes the token file of Apple; the token in use stays until the new one is good. */
export function UploadDialog({ view, onSeen, onClose }: UploadProps) {
  const { api } = useServices();
  const [files, setFiles] = useState<File[]>([]);
  const [sent, setSent] = useState<File | 'none'>();
  const { sending, problem, ask } = useAsking<TokenView>((value, etag) => {
    onSeen(value, etag);
    onClose();
  });
  const [file] = files;
  // What was refused, and may be meant all the same, is this very file.
  const force = problem !== undefined && file === sent && TAKEN_BY_FORCE.includes(problem.code);
  const send = async (chosen: File) => api.uploadToken(view, await readAsBase64(chosen), force);
  const upload = () => {
    setSent(file ?? 'none');
    if (file) void ask(() => send(file));
  };
  return (
    <Dialog
      title="Upload the server token"
      action={force ? 'Take it all the same' : 'Upload'}
      sending={sending}
      onSend={upload}
      onClose={onClose}
    >
      <FormField
        label="Token file"
        description="Drop the .p7m file from Apple here, or choose it. The token before stays in use until Apple has accepted the new one."
        errorText={
          sent === 'none' && !file ? 'Cannot upload: there is no file; expected the .p7m file from Apple' : undefined
        }
      >
        <FileUpload
          value={files}
          onChange={({ detail }) => setFiles([...detail.value])}
          showFileSize
          i18nStrings={{
            uploadButtonText: () => 'Choose a file',
            dropzoneText: () => 'Drop the file here',
            removeFileAriaLabel: () => 'Remove the file',
            limitShowFewer: 'Show fewer',
            limitShowMore: 'Show more',
            errorIconAriaLabel: 'Error',
          }}
        />
      </FormField>
      {problem && file === sent && <ProblemAlert problem={problem} />}
    </Dialog>
  );
}
