import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ResolvedPolicy } from '../../lib/core/discovery/policy';
import { AnswerText, describeWhen } from './policy-text';
import { type PreviewDevice, preview, previewQuery } from './preview-request';

/** A policy to try, under the name that it has on the page. */
export interface Candidate {
  readonly name: string;
  readonly policy: ResolvedPolicy;
}

interface Props {
  readonly candidates: readonly Candidate[];
  readonly devices: readonly PreviewDevice[];
  readonly identifier: string;
}

const NAMES: Readonly<Partial<Record<PreviewDevice, string>>> = {
  RealityDevice: 'Apple Vision Pro (RealityDevice)',
  'no-family': 'iPhone with iOS 16, which sends no family',
  nothing: 'A request without a query, as Apple’s redirect may send',
};

/** The answer for one device, by the code that answers devices. The identifier stays in this browser. */
export function PreviewPanel({ candidates, devices, identifier: sample }: Props) {
  const [identifier, setIdentifier] = useState(sample);
  const [device, setDevice] = useState<PreviewDevice>('iPhone');
  const options = devices.map((value) => ({ value, label: NAMES[value] ?? value }));
  const query = previewQuery(identifier, device);
  return (
    <Container
      header={
        <Header variant="h2" description="The answer for one device. What you type stays in this browser.">
          Preview
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ColumnLayout columns={2}>
          <FormField label="Identifier" errorText={'problem' in query ? query.problem.message : undefined}>
            <Input
              value={identifier}
              onChange={({ detail }) => setIdentifier(detail.value)}
              disabled={device === 'nothing'}
              autoComplete={false}
              spellcheck={false}
            />
          </FormField>
          <FormField label="Device">
            <Select
              selectedOption={options.find(({ value }) => value === device) ?? null}
              options={options}
              onChange={({ detail }) =>
                setDevice(devices.find((each) => each === detail.selectedOption.value) ?? device)
              }
            />
          </FormField>
        </ColumnLayout>
        {'query' in query &&
          candidates.map((candidate) => <Answers key={candidate.name} candidate={candidate} query={query.query} />)}
      </SpaceBetween>
    </Container>
  );
}

function Answers({ candidate: { name, policy }, query }: { readonly candidate: Candidate; readonly query: string }) {
  const { answer, rule, response } = preview(policy, query);
  const { location, 'content-type': contentType } = response.headers;
  return (
    <div data-preview={name}>
      <Box variant="h3">{name}</Box>
      <KeyValuePairs
        columns={2}
        items={[
          { label: 'Answer', value: <AnswerText answer={answer} /> },
          { label: 'Why', value: reason(policy, rule) },
          { label: 'Status', value: `${response.status} ${location === undefined ? (contentType ?? '') : ''}` },
          {
            label: location === undefined ? 'Body' : 'Location',
            value: (
              <Box variant="code" display="block">
                {location ?? response.body}
              </Box>
            ),
          },
        ]}
      />
    </div>
  );
}

function reason({ rules }: ResolvedPolicy, rule: number | 'otherwise'): string {
  if (rule === 'otherwise') return rules.length === 0 ? 'The answer for every device' : 'No rule matches: all others';
  const when = rules[rule]?.when ?? {};
  return `Rule ${rule + 1} matches first: ${describeWhen(when)}`;
}
