import type { TableProps } from '@cloudscape-design/components/table';
import type { Target } from '../../lib/core/tenants/records';
import { CheckButton } from './check-button';
import { LastCheck, StatusText } from './status-words';
import type { Checks } from './use-checks';

/** How the rows of a table stand, and the way to look again; nothing where nobody looks. */
export function statusColumns<Row>(
  checks: Checks | undefined,
  targetOf: (row: Row) => Target,
): readonly TableProps.ColumnDefinition<Row>[] {
  if (!checks) return [];
  return [
    {
      id: 'status',
      header: 'Standing',
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
      header: 'Look now',
      minWidth: 130,
      cell: (row) => {
        const target = targetOf(row);
        return checks.of(target) && <CheckButton checks={checks} target={target} variant="inline-link" />;
      },
    },
  ];
}
