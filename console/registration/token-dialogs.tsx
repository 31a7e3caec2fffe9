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
import { useRequest } from '../api/use-request';
import { Dialog } from '../parts/dialog';
import { ProblemAlert } from '../parts/problem-alert';
import { TimeText } from '../parts/time';
import { useServices } from '../shell/services';
import { readAsBase64 } from './base64';

/** Makes a key pair: warns of what will stop, and asks for the entry's name as confirmation. */
export function NewKeyDialog({ view, onClose }: { readonly view: TokenView; readonly onClose: () => void }) {
  const { api } = useServices();
  const [confirm, setConfirm] = useState('');
  const [key, setKey] = useState<TokenKeyView>();
  const { sending, problem, send } = useRequest<TokenKeyView>(setKey);
  const make = (replace: boolean) => void send(() => api.makeTokenKey(view, confirm, replace));
  return (
    <Dialog
      title="Make a new key for the server token"
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
            an MDM that uses the same entry stops. Continue only if Signpost alone uses the entry.
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

/** A token may have been downloaded for the waiting key, and another key could not decrypt it. */
function Waiting({ since, onReplace }: { readonly since: string; readonly onReplace: () => void }) {
  return (
    <Alert
      header="A key is waiting for its token"
      action={
        <Button formAction="none" onClick={onReplace}>
          Make another key
        </Button>
      }
    >
      This is its certificate, made <TimeText at={since} />. A token that was downloaded for it can be uploaded until
      another key is made.
    </Alert>
  );
}

function Certificate({ pem, file }: { readonly pem: string; readonly file: string }) {
  return (
    <SpaceBetween size="s">
      <Box variant="p">
        At Apple, upload this certificate for the entry and download its token. Then upload the token here.
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

/** Saves a text as a file. */
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

/** Problems that the person may override, once they have read them. */
const OVERRIDABLE: readonly string[] = ['token.other-entry', 'token.plain-not-forced'];

/** Uploads the token file of Apple; the token in use stays until Apple accepts the new one. */
export function UploadDialog({ view, onSeen, onClose }: UploadProps) {
  const { api } = useServices();
  const [files, setFiles] = useState<File[]>([]);
  const [sent, setSent] = useState<File | 'none'>();
  const { sending, problem, send } = useRequest<TokenView>((value, etag) => {
    onSeen(value, etag);
    onClose();
  });
  const [file] = files;
  // The person may override the problem only for the file that was refused.
  const force = problem !== undefined && file === sent && OVERRIDABLE.includes(problem.code);
  const sendFile = async (chosen: File) => api.uploadToken(view, await readAsBase64(chosen), force);
  const upload = () => {
    setSent(file ?? 'none');
    if (file) void send(() => sendFile(file));
  };
  return (
    <Dialog
      title="Upload the server token"
      action={force ? 'Upload anyway' : 'Upload'}
      sending={sending}
      onSend={upload}
      onClose={onClose}
    >
      <FormField
        label="Token file"
        description="Drop the .p7m file from Apple here, or choose it. The current token stays in use until Apple has accepted the new one."
        errorText={
          sent === 'none' && !file ? 'Cannot upload: no file is chosen; expected the .p7m file from Apple' : undefined
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
