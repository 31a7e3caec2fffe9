import { isFamily } from '../core/discovery/family';
import { metricLine } from './metric-line';
import { discoveryMetric } from './names';

/** The fields of the log line of a decision. Nothing else is ever logged: no identifier, no query. */
export type DiscoveryFields = Readonly<Record<string, string | number>> & {
  readonly answer: string;
  readonly family: string;
};

/** The log line of a decision, which also counts it as a metric. */
export function discoveryLine(fields: DiscoveryFields, epochMilliseconds: number): string {
  return metricLine([[discoveryMetric, 1]], fields, epochMilliseconds);
}

/** Few and known values only: no client may create a new time series by what it sends. */
export function familyDimension(family: string | undefined): string {
  if (family === undefined) return 'none';
  return isFamily(family) ? family : 'other';
}
