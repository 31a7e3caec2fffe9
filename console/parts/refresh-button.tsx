import Button from '@cloudscape-design/components/button';
import { reloadPage } from '../api/use-resource';

interface Props {
  readonly what: string;
  readonly refreshing: boolean;
  /** Without it all of the page is loaded again. */
  readonly onRefresh?: () => void;
}

export function RefreshButton({ what, refreshing, onRefresh = reloadPage }: Props) {
  return <Button iconName="refresh" ariaLabel={`Refresh ${what}`} loading={refreshing} onClick={onRefresh} />;
}
