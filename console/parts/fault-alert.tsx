import Alert, { type AlertProps } from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { TimeText } from './time';

interface Props {
  readonly type: AlertProps.Type;
  readonly header: string;
  readonly code: string;
  readonly message: string;
  readonly remedy: string | undefined;
  /** ISO 8601. */
  readonly since: string;
}

/** A fault that lasts: since when, and how to fix it. */
export function FaultAlert({ type, header, code, message, remedy, since }: Props) {
  return (
    <Alert type={type} header={header} data-problem={code}>
      <SpaceBetween size="xxs">
        <div>{message}</div>
        {remedy !== undefined && <div>{remedy}</div>}
        <div>
          First seen <TimeText at={since} />
        </div>
        <Box variant="code">{code}</Box>
      </SpaceBetween>
    </Alert>
  );
}
