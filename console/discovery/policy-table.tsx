import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { ResolvedAnswer, ResolvedPolicy } from '../../lib/core/discovery/policy';
import { AnswerText, describeWhen } from './policy-text';

interface Props {
  readonly policy: ResolvedPolicy;
  readonly header: ReactNode;
  readonly label: string;
}

interface Row {
  readonly order: string;
  readonly who: string;
  readonly answer: ResolvedAnswer;
}

/** A policy, rule by rule in its order: the first that matches wins. */
export function PolicyTable({ policy, header, label }: Props) {
  const { rules, otherwise } = policy;
  const rows: Row[] = [
    ...rules.map(({ when, answer }, index) => ({ order: String(index + 1), who: describeWhen(when), answer })),
    { order: '', who: rules.length === 0 ? 'Every device' : 'All others', answer: otherwise },
  ];
  return (
    <Table
      header={header}
      ariaLabels={{ tableLabel: label }}
      items={rows}
      trackBy="order"
      wrapLines
      columnDefinitions={[
        { id: 'order', header: 'Rule', cell: ({ order }) => order || '–' },
        { id: 'who', header: 'Devices', cell: ({ who }) => who, isRowHeader: true },
        { id: 'answer', header: 'Answer', cell: ({ answer }) => <AnswerText answer={answer} /> },
      ]}
    />
  );
}
