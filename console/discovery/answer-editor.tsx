import Autosuggest from '@cloudscape-design/components/autosuggest';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import type { ClusterView } from '../../lib/contract/api/server-schemas';
import type { AnswerDraft } from './draft';

const KINDS = [
  { value: 'redirect', label: 'Redirect to a cluster' },
  { value: 'serve', label: 'Enroll at a cluster, without a redirect' },
  { value: 'refuse', label: 'Refuse with a message' },
  { value: 'absent', label: '404: the device goes on to Apple' },
] as const;

const ENROLLMENTS = [
  { value: 'byod', label: 'User-owned devices (mdm-byod)' },
  { value: 'adde', label: 'Company-owned devices (mdm-adde)' },
] as const;

interface Props {
  readonly label: string;
  readonly answer: AnswerDraft;
  readonly clusters: readonly ClusterView[];
  readonly onChange: (answer: AnswerDraft) => void;
}

/** The answer of a rule, or of all others. */
export function AnswerEditor({ label, answer, clusters, onChange }: Props) {
  const { kind, cluster, path, enrollment, message, description } = answer;
  const change = (changes: Partial<AnswerDraft>) => onChange({ ...answer, ...changes });
  const usesCluster = kind === 'redirect' || kind === 'serve';
  return (
    <SpaceBetween size="s">
      <FormField label={label}>
        <Select
          selectedOption={KINDS.find(({ value }) => value === kind) ?? null}
          options={KINDS}
          onChange={({ detail }) =>
            change({ kind: KINDS.find(({ value }) => value === detail.selectedOption.value)?.value })
          }
        />
      </FormField>
      {usesCluster && (
        <FormField label="Cluster" description="Its name in clusters.ts">
          <Autosuggest
            value={cluster}
            options={clusters.map(({ name, url, description }) => ({
              value: name,
              description: url,
              tags: tagsOf(description),
            }))}
            onChange={({ detail }) => change({ cluster: detail.value })}
            enteredTextLabel={(text) => `Use “${text}”`}
            empty="No cluster has this name."
            expandToViewport
          />
        </FormField>
      )}
      {usesCluster && (
        <TextField
          label={kind === 'serve' ? 'Path where devices enroll' : <Optional what="Path" />}
          description={kind === 'serve' ? undefined : "Empty means the cluster's own address"}
          value={path}
          onChange={(text) => change({ path: text })}
        />
      )}
      {kind === 'serve' && (
        <FormField label="Enrollment">
          <Select
            selectedOption={ENROLLMENTS.find(({ value }) => value === enrollment) ?? null}
            options={ENROLLMENTS}
            onChange={({ detail }) =>
              change({ enrollment: ENROLLMENTS.find(({ value }) => value === detail.selectedOption.value)?.value })
            }
          />
        </FormField>
      )}
      {kind === 'refuse' && (
        <>
          <TextField
            label="Message"
            description="The device may show it to the person, and then goes on to Apple"
            value={message}
            onChange={(text) => change({ message: text })}
          />
          <TextField
            label={<Optional what="Description" />}
            description="For the device's log"
            value={description}
            onChange={(text) => change({ description: text })}
          />
        </>
      )}
    </SpaceBetween>
  );
}

function Optional({ what }: { readonly what: string }) {
  return (
    <>
      {what} <i>(optional)</i>
    </>
  );
}

function tagsOf(description: string | undefined): readonly string[] {
  return description === undefined ? [] : [description];
}

interface TextFieldProps {
  readonly label: ReactNode;
  readonly description?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function TextField({ label, description, value, onChange }: TextFieldProps) {
  return (
    <FormField label={label} description={description}>
      <Input value={value} onChange={({ detail }) => onChange(detail.value)} spellcheck={false} />
    </FormField>
  );
}
