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

const AS_NOW = 'as now';
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
      title={`Override what devices of ${place.name} are told`}
      action="Put in force"
      sending={sending}
      onSend={put}
      onClose={onClose}
    >
      <PolicyEditor draft={draft} clusters={known} onChange={setDraft} />
      <FormField label="Reason" description="For people who read it later; no e-mail addresses.">
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
  const asNow =
    until === undefined ? [] : [{ value: AS_NOW, label: `As now (until ${formatAbsolute(Date.parse(until))})` }];
  const options = [...asNow, ...HOUR_OPTIONS];
  const chosen = 'until' in end ? AS_NOW : String(end.hours);
  const choose = (value = '') =>
    onChange(value === AS_NOW ? { until: Date.parse(until ?? '') } : { hours: Number(value) });
  return (
    <FormField
      label="Lasts"
      description={`Until ${formatAbsolute(endOf(end, Date.now()))}. What is to last belongs into the code.`}
    >
      <Select
        selectedOption={options.find(({ value }) => value === chosen) ?? null}
        options={options}
        onChange={({ detail }) => choose(detail.selectedOption.value)}
      />
    </FormField>
  );
}

/** Puts the declared policy back in force. */
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
      <Box variant="p">Devices are told what is declared from then on. The override is not kept.</Box>
      <ChangeProblem problem={problem} />
    </Dialog>
  );
}
