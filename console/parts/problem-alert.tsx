import Alert, { type AlertProps } from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ProblemView } from '../../lib/contract/api/schemas';
import { remedyOf } from './remedies';

interface Props {
  readonly problem: ProblemView;
  readonly type?: AlertProps.Type;
  readonly onRetry?: () => void;
}

/** A problem of the API: title, what was wrong and where, remedy, code. */
export function ProblemAlert({ problem, type = 'error', onRetry }: Props) {
  const { title, detail, code, errors = [] } = problem;
  const remedy = remedyOf(code);
  return (
    <Alert
      type={type}
      header={title}
      action={onRetry && <Button onClick={onRetry}>Try again</Button>}
      data-problem={code}
    >
      <SpaceBetween size="xxs">
        <div>{detail}</div>
        {errors.length > 0 && (
          <ul>
            {errors.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <Box variant="code">{path}</Box>: {message}
              </li>
            ))}
          </ul>
        )}
        {remedy !== undefined && <div>{remedy}</div>}
        <Box variant="code">{code}</Box>
      </SpaceBetween>
    </Alert>
  );
}
