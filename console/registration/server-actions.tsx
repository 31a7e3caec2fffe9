import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { AddeUrlView } from '../../lib/contract/api/registration-schemas';
import type { ServerRowView } from '../../lib/contract/api/server-schemas';
import { useRequest } from '../api/use-request';
import { reloadPage } from '../api/use-resource';
import { ProblemAlert } from '../parts/problem-alert';
import { useServices } from '../shell/services';
import { ConfigureDialog, RemoveDialog } from './adde-url-dialogs';
import { NewKeyDialog, UploadDialog } from './token-dialogs';

/** The current view with its ETag, which a change must match. */
interface Fresh {
  readonly view: AddeUrlView;
  readonly etag: string;
}

/** The actions on a server of the list, as on its own page. */
export function ServerActions({ row }: { readonly row: ServerRowView | undefined }) {
  const { api } = useServices();
  const [action, setAction] = useState<string>();
  const [fresh, setFresh] = useState<Fresh>();
  const seen = (view: AddeUrlView, etag: string) => {
    setFresh({ view, etag });
    reloadPage();
  };
  const { sending, problem, send } = useRequest<AddeUrlView>(seen);
  const start = (chosen: string, key: ServerRowView) => {
    setAction(chosen);
    setFresh(undefined);
    if (chosen === 'refresh') void send(() => api.refreshAddeUrl(key));
    if (chosen === 'configure' || chosen === 'remove') void send(() => api.addeUrl(key));
  };
  const close = () => setAction(undefined);
  const about = { onSeen: seen, onClose: close };
  return (
    <SpaceBetween size="s">
      <ButtonDropdown
        items={itemsFor(row)}
        disabled={!row}
        disabledReason="Choose a server first"
        loading={sending}
        onItemClick={({ detail }) => row && start(detail.id, row)}
      >
        {row ? `Actions on ${row.tenant}/${row.server}` : 'Actions'}
      </ButtonDropdown>
      {problem && <ProblemAlert problem={problem} />}
      {action === 'configure' && fresh && <ConfigureDialog {...fresh} {...about} />}
      {action === 'remove' && fresh && <RemoveDialog {...fresh} {...about} />}
      {action === 'key' && row && <NewKeyDialog view={row.token} onClose={close} />}
      {action === 'upload' && row && <UploadDialog view={row.token} onSeen={reloadPage} onClose={close} />}
    </SpaceBetween>
  );
}

function itemsFor(row: ServerRowView | undefined) {
  return [
    { id: 'configure', text: 'Configure ADDE URL' },
    { id: 'remove', text: 'Remove ADDE URL', disabled: row?.addeUrl.state === 'none' },
    { id: 'refresh', text: 'Refresh from Apple' },
    {
      text: 'Server token',
      items: [
        { id: 'key', text: 'Make a new key', disabled: row?.token.kind !== 'owned' },
        { id: 'upload', text: 'Upload token', disabled: row?.token.kind !== 'owned' },
      ],
    },
  ];
}
