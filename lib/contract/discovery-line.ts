import { isFamily } from '../core/discovery/family';
import { metricLine } from './metric-line';
import { discoveryMetric } from './names';

/** The fields of the line that each decision leaves. Nothing else is ever logged: no identifier, no query. */
export type DiscoveryFields = Readonly<Record<string, string | number>> & {
  readonly answer: string;
  readonly family: string;
};

/** One line per decision, which counts it. */
export function discoveryLine(fields: DiscoveryFields, epochMilliseconds: number): string {
  return metricLine([[discoveryMetric, 1]], fields, epochMilliseconds);
}

/** Few and known values only: what a stranger sends must not make a new time series. */
export function familyDimension(family: string | undefined): string {
  if (family === undefined) return 'none';
  return isFamily(family) ? family : 'other';
}
