import Alert, { type AlertProps } from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { CheckView } from '../../lib/contract/api/check-schemas';
import type { ProblemView } from '../../lib/contract/api/schemas';
import type { Severity } from '../../lib/core/doctor/finding';
import { CopyableLines } from '../parts/copyable-lines';
import { FaultAlert } from '../parts/fault-alert';
import { ProblemAlert } from '../parts/problem-alert';
import { remedyOf } from '../parts/remedies';

type Finding = NonNullable<CheckView['status']>['findings'][number];

const TYPES: Readonly<Record<Severity, AlertProps.Type>> = { error: 'error', warning: 'warning', note: 'info' };

interface Props {
  readonly check: CheckView;
  /** Of the last check on demand. */
  readonly problem?: ProblemView;
}

/** The findings of the checks, in the order in which to fix them. */
export function Findings({ check: { status, blind }, problem }: Props) {
  return (
    <SpaceBetween size="s">
      {problem && <ProblemAlert problem={problem} />}
      {blind && <Blind blind={blind} />}
      {status?.findings.map((finding) => (
        <FindingAlert key={`${finding.code} ${finding.host} ${finding.found}`} finding={finding} />
      ))}
    </SpaceBetween>
  );
}

/** Whether there is anything to show. */
export function hasFindings({ check: { status, blind }, problem }: Props): boolean {
  return problem !== undefined || blind !== undefined || (status?.findings.length ?? 0) > 0;
}

function FindingAlert({ finding }: { readonly finding: Finding }) {
  const { code, severity, title, host, expected, found, meaning, remedy, steps, devices } = finding;
  return (
    <Alert type={TYPES[severity]} header={title} data-problem={code}>
      <SpaceBetween size="xxs">
        <div>
          {host}: {found}; expected {expected}
        </div>
        <div>{meaning}</div>
        {devices.length > 0 && <div>Devices: {devices.join(', ')}</div>}
        <div>{remedy}</div>
        <CopyableLines lines={steps} />
        <Box variant="code">{code}</Box>
      </SpaceBetween>
    </Alert>
  );
}

function Blind({ blind }: { readonly blind: NonNullable<CheckView['blind']> }) {
  const header = 'The checks get no result; the status is from an earlier check';
  return <FaultAlert type="warning" header={header} remedy={remedyOf(blind.code)} {...blind} />;
}
