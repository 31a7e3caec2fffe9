import { isFamily } from '../core/discovery/family';
import { discoveryMetric } from './names';

/** The fields of the line that each decision leaves. Nothing else is ever logged: no identifier, no query. */
export type DiscoveryFields = Readonly<Record<string, string | number>> & {
  readonly answer: string;
  readonly family: string;
};

/** One line per decision in CloudWatch's embedded metric format; pure JSON, to be written without a prefix. */
export function discoveryLine(fields: DiscoveryFields, epochMilliseconds: number): string {
  const { namespace, name, dimensions } = discoveryMetric;
  const metrics = [{ Namespace: namespace, Dimensions: [dimensions], Metrics: [{ Name: name, Unit: 'Count' }] }];
  return `${JSON.stringify({ _aws: { Timestamp: epochMilliseconds, CloudWatchMetrics: metrics }, [name]: 1, ...fields })}\n`;
}

/** Few and known values only: what a stranger sends must not make a new time series. */
export function familyDimension(family: string | undefined): string {
  if (family === undefined) return 'none';
  return isFamily(family) ? family : 'other';
}
