/** A metric that comes with a line of the log; the dimensions stay few, as each series costs. */
export interface EmbeddedMetric {
  readonly namespace: string;
  readonly name: string;
  /** Names of fields of the line. */
  readonly dimensions: readonly string[];
}

/** A line in CloudWatch's embedded metric format: pure JSON, to be written without a prefix. */
export function metricLine(
  { namespace, name, dimensions }: EmbeddedMetric,
  count: number,
  fields: Readonly<Record<string, string | number | boolean>>,
  epochMilliseconds: number,
): string {
  const metrics = [{ Namespace: namespace, Dimensions: [dimensions], Metrics: [{ Name: name, Unit: 'Count' }] }];
  const embedded = { Timestamp: epochMilliseconds, CloudWatchMetrics: metrics };
  return `${JSON.stringify({ _aws: embedded, [name]: count, ...fields })}\n`;
}
