import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ClusterView } from '../../lib/contract/api/server-schemas';
import { FAMILIES, isFamily } from '../../lib/core/discovery/family';
import { AnswerEditor } from './answer-editor';
import { newRule, type OverrideDraft, type RuleDraft } from './draft';

const OPTIONS = FAMILIES.map((value) => ({ value, label: value }));

interface Props {
  readonly draft: OverrideDraft;
  /** Proposed names. Any other may be typed; the API refuses an unknown one. */
  readonly clusters: readonly ClusterView[];
  readonly onChange: (draft: OverrideDraft) => void;
}

/** Rules in their order, and the answer for all others. */
export function PolicyEditor({ draft, clusters, onChange }: Props) {
  const { rules, otherwise } = draft;
  const setRules = (changed: readonly RuleDraft[]) => onChange({ ...draft, rules: changed });
  const nextId = Math.max(-1, ...rules.map(({ id }) => id)) + 1;
  return (
    <SpaceBetween size="m">
      {rules.map((rule, index) => (
        <RuleEditor
          key={rule.id}
          number={index + 1}
          rule={rule}
          clusters={clusters}
          onChange={(changed) => setRules(rules.map((each) => (each.id === rule.id ? changed : each)))}
          onRemove={() => setRules(rules.filter(({ id }) => id !== rule.id))}
        />
      ))}
      <Button iconName="add-plus" formAction="none" onClick={() => setRules([...rules, newRule(nextId)])}>
        Add a rule
      </Button>
      <AnswerEditor
        label={rules.length === 0 ? 'Answer for every device' : 'Answer for all others'}
        answer={otherwise}
        clusters={clusters}
        onChange={(changed) => onChange({ ...draft, otherwise: changed })}
      />
    </SpaceBetween>
  );
}

interface RuleProps {
  readonly number: number;
  readonly rule: RuleDraft;
  readonly clusters: readonly ClusterView[];
  readonly onChange: (rule: RuleDraft) => void;
  readonly onRemove: () => void;
}

function RuleEditor({ number, rule, clusters, onChange, onRemove }: RuleProps) {
  const { families, share, answer } = rule;
  return (
    <Container
      header={
        <Header
          variant="h3"
          actions={
            <Button iconName="remove" formAction="none" ariaLabel={`Remove rule ${number}`} onClick={onRemove} />
          }
        >
          Rule {number}
        </Header>
      }
    >
      <SpaceBetween size="s">
        <FormField label="Families" description="None selected means all families">
          <Multiselect
            options={OPTIONS}
            selectedOptions={OPTIONS.filter(({ value }) => families.includes(value))}
            onChange={({ detail }) =>
              onChange({ ...rule, families: detail.selectedOptions.map(({ value = '' }) => value).filter(isFamily) })
            }
            placeholder="Choose families"
          />
        </FormField>
        <FormField label="Percent of the users" description="Empty means all users">
          {/* Not a number field: there a browser reports invalid text as empty, and empty means all. */}
          <Input
            inputMode="decimal"
            value={share}
            onChange={({ detail }) => onChange({ ...rule, share: detail.value })}
          />
        </FormField>
        <AnswerEditor
          label="Answer"
          answer={answer}
          clusters={clusters}
          onChange={(changed) => onChange({ ...rule, answer: changed })}
        />
      </SpaceBetween>
    </Container>
  );
}
