import LineChart from '@cloudscape-design/components/line-chart';
import type { DiscoveryCountsView } from '../../lib/contract/api/schemas';
import { formatHour } from '../parts/format-time';

const HEIGHT = 200;

/** Discoveries by the hour. Loaded when it is shown, as the chart component is large. */
export function DiscoveriesChart({ items }: Pick<DiscoveryCountsView, 'items'>) {
  const data = items.map(({ at, count }) => ({ x: new Date(at), y: count }));
  const times = data.map(({ x }) => x);
  const [first, last] = [times[0], times.at(-1)];
  return (
    <LineChart
      series={[{ title: 'Discoveries', type: 'line', data }]}
      xScaleType="time"
      xDomain={first && last ? [first, last] : undefined}
      yDomain={[0, Math.max(1, ...items.map(({ count }) => count))]}
      xTitle="Hour (UTC)"
      yTitle="Discoveries"
      xTickFormatter={formatHour}
      ariaLabel="Discoveries that the backend answered, by the hour"
      height={HEIGHT}
      hideFilter
      hideLegend
    />
  );
}
