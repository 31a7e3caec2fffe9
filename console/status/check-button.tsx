import Button from '@cloudscape-design/components/button';
import type { Target } from '../../lib/core/tenants/records';
import { useMay } from '../shell/services';
import type { Checks } from './use-checks';

interface Props {
  readonly checks: Checks;
  readonly target: Target;
  readonly variant?: 'inline-link';
}

/** Checks a domain or a fallback now; shown to those who may. */
export function CheckButton({ checks, target, variant }: Props) {
  const may = useMay({ role: 'tenant', scope: 'write' });
  if (!may) return null;
  return (
    <Button
      variant={variant}
      ariaLabel={`Check again: ${target.name}`}
      loading={checks.isChecking(target)}
      loadingText="Checking"
      onClick={() => checks.checkAgain(target)}
    >
      Check again
    </Button>
  );
}
