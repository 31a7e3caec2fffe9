/** A metric that comes with a line of the log; the dimensions stay few, as each series costs. */
export interface EmbeddedMetric {
  readonly namespace: string;
  readonly name: string;
  /** Names of fields of the line. */
  readonly dimensions: readonly string[];
}

/** A line in CloudWatch's embedded metric format, with these counts: pure JSON, to be written without a prefix. */
export function metricLine(
  counts: readonly (readonly [EmbeddedMetric, number])[],
  fields: Readonly<Record<string, string | number | boolean>>,
  epochMilliseconds: number,
): string {
  const metrics = counts.map(([{ namespace, name, dimensions }]) => ({
    Namespace: namespace,
    Dimensions: [dimensions],
    Metrics: [{ Name: name, Unit: 'Count' }],
  }));
  const embedded = { Timestamp: epochMilliseconds, CloudWatchMetrics: metrics };
  const values = Object.fromEntries(counts.map(([{ name }, count]) => [name, count]));
  return `${JSON.stringify({ _aws: embedded, ...values, ...fields })}\n`;
}
