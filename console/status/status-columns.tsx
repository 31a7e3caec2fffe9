import type { TableProps } from '@cloudscape-design/components/table';
import type { Target } from '../../lib/core/tenants/records';
import { CheckButton } from './check-button';
import { LastCheck, StatusText } from './status-text';
import type { Checks } from './use-checks';

/** The status of each row, its last check, and a button that checks again; no columns where nothing is checked. */
export function statusColumns<Row>(
  checks: Checks | undefined,
  targetOf: (row: Row) => Target,
): readonly TableProps.ColumnDefinition<Row>[] {
  if (!checks) return [];
  return [
    {
      id: 'status',
      header: 'Status',
      minWidth: 170,
      cell: (row) => {
        const check = checks.of(targetOf(row));
        return check && <StatusText {...check} />;
      },
    },
    {
      id: 'last-check',
      header: 'Last check',
      minWidth: 190,
      cell: (row) => {
        const check = checks.of(targetOf(row));
        return check && <LastCheck {...check} />;
      },
    },
    {
      id: 'check',
      header: 'Check',
      minWidth: 130,
      cell: (row) => {
        const target = targetOf(row);
        return checks.of(target) && <CheckButton checks={checks} target={target} variant="inline-link" />;
      },
    },
  ];
}
