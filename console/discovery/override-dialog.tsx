import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { DiscoveryPlace, DiscoveryTargetView } from '../api/client';
import { useChange } from '../api/use-change';
import { useResource } from '../api/use-resource';
import { ChangeProblem } from '../parts/change-problem';
import { Dialog } from '../parts/dialog';
import { formatAbsolute } from '../parts/format-time';
import { useServices } from '../shell/services';
import { draftOf, type End, endOf, HOUR_CHOICES, requestOf } from './draft';
import { PolicyEditor } from './policy-editor';

interface Props {
  readonly place: DiscoveryPlace;
  readonly view: DiscoveryTargetView;
  readonly etag: string;
  readonly onSeen: (view: DiscoveryTargetView, etag: string) => void;
  readonly onClose: () => void;
}

const UNCHANGED = 'unchanged';
const HOUR_OPTIONS = HOUR_CHOICES.map(({ hours, text }) => ({ value: String(hours), label: text }));

/** Puts another policy in force at once, with a reason and an end. */
export function OverrideDialog({ place, view, etag, onSeen, onClose }: Props) {
  const { api } = useServices();
  const [draft, setDraft] = useState(() => draftOf(view));
  const { sending, problem, send } = useChange({ etag, onSeen, onDone: onClose });
  const clusters = useResource('clusters', () => api.clusters());
  const known = clusters.resource.state === 'loaded' ? clusters.resource.value.items : [];
  const put = () => send((seen) => api.putOverride(place, requestOf(draft, Date.now()), seen));
  return (
    <Dialog
      title={`Override the answer for devices of ${place.name}`}
      action="Put in force"
      sending={sending}
      onSend={put}
      onClose={onClose}
    >
      <PolicyEditor draft={draft} clusters={known} onChange={setDraft} />
      <FormField label="Reason" description="For those who read it later. Do not enter e-mail addresses.">
        <Textarea value={draft.why} onChange={({ detail }) => setDraft({ ...draft, why: detail.value })} rows={2} />
      </FormField>
      <EndField end={draft.end} until={view.override?.until} onChange={(end) => setDraft({ ...draft, end })} />
      <ChangeProblem problem={problem} />
    </Dialog>
  );
}

interface EndProps {
  readonly end: End;
  /** When the override in force ends, ISO 8601. */
  readonly until: string | undefined;
  readonly onChange: (end: End) => void;
}

function EndField({ end, until, onChange }: EndProps) {
  const unchanged =
    until === undefined ? [] : [{ value: UNCHANGED, label: `Unchanged (until ${formatAbsolute(Date.parse(until))})` }];
  const options = [...unchanged, ...HOUR_OPTIONS];
  const chosen = 'until' in end ? UNCHANGED : String(end.hours);
  const choose = (value = '') =>
    onChange(value === UNCHANGED ? { until: Date.parse(until ?? '') } : { hours: Number(value) });
  return (
    <FormField
      label="Duration"
      description={`Until ${formatAbsolute(endOf(end, Date.now()))}. For a lasting change, edit the tenant’s file.`}
    >
      <Select
        selectedOption={options.find(({ value }) => value === chosen) ?? null}
        options={options}
        onChange={({ detail }) => choose(detail.selectedOption.value)}
      />
    </FormField>
  );
}

/** Removes the override: the declared policy is in force again. */
export function RemoveOverrideDialog({ place, etag, onSeen, onClose }: Props) {
  const { api } = useServices();
  const { sending, problem, send } = useChange({ etag, onSeen, onDone: onClose });
  return (
    <Dialog
      title={`Remove the override of ${place.name}`}
      action="Remove the override"
      sending={sending}
      onSend={() => send((seen) => api.removeOverride(place, seen))}
      onClose={onClose}
    >
      <Box variant="p">Devices get the declared answer again at once. The override is deleted.</Box>
      <ChangeProblem problem={problem} />
    </Dialog>
  );
}
