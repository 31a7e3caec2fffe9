import Button from '@cloudscape-design/components/button';

interface Props {
  readonly what: string;
  readonly refreshing: boolean;
  readonly onRefresh: () => void;
}

export function RefreshButton({ what, refreshing, onRefresh }: Props) {
  return <Button iconName="refresh" ariaLabel={`Refresh ${what}`} loading={refreshing} onClick={onRefresh} />;
}
