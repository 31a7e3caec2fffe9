import { REGION } from '../../contract/names';
import type { OriginAnswer, OriginRequest } from '../cloudfront/ask-origin';
import { fieldOf } from '../http-message';
import { listOf, objectOf, textOf } from '../json';

/** The host of CloudWatch. */
export const CLOUDWATCH_HOST = `monitoring.${REGION}.amazonaws.com`;

/** CloudWatch on this machine: how often each function of the region was invoked since the start, and nothing else. */
export interface Metrics {
  /** A function was invoked just now. */
  invoked(functionName: string): void;
  answer(request: Pick<OriginRequest, 'fields' | 'body'>): OriginAnswer;
}

const MINUTE_SECONDS = 60;
const TARGET = 'GraniteServiceVersion20100801.GetMetricData';

/** `clock`: milliseconds since 1970. */
// rule: cloudwatch.get-metric-data
export function createMetrics(clock: () => number): Metrics {
  /** By function, then by the second at which a minute begins: no finer than CloudWatch keeps it. */
  const invocations = new Map<string, Map<number, number>>();
  return {
    invoked: (functionName) => {
      const minutes = invocations.get(functionName) ?? new Map<number, number>();
      const minute = begin(clock() / 1000, MINUTE_SECONDS);
      invocations.set(functionName, minutes.set(minute, (minutes.get(minute) ?? 0) + 1));
    },
    answer: ({ fields, body }) => {
      if (fieldOf(fields, 'x-amz-target') !== TARGET) return refuse('only GetMetricData is imitated');
      const { StartTime: start, EndTime: end, MetricDataQueries: queries } = parse(body);
      const results = listOf(queries).map((query) => sums(objectOf(query), Number(start), Number(end), invocations));
      if (results.includes(undefined)) return refuse('only the sum of invocations of a function is imitated');
      return answer(200, { MetricDataResults: results });
    },
  };
}

function sums(
  { Id: id, MetricStat: stat }: Readonly<Record<string, unknown>>,
  start: number,
  end: number,
  invocations: ReadonlyMap<string, ReadonlyMap<number, number>>,
) {
  const { Metric: metric, Period: period, Stat: statistic } = objectOf(stat);
  const { MetricName: name, Dimensions: dimensions } = objectOf(metric);
  const { Name: dimension, Value: functionName } = objectOf(listOf(dimensions)[0]);
  if (statistic !== 'Sum' || name !== 'Invocations' || dimension !== 'FunctionName') return undefined;
  const periods = new Map<number, number>();
  for (const [minute, count] of invocations.get(textOf(functionName) ?? '') ?? []) {
    if (minute < start || minute >= end) continue;
    const at = begin(minute, Number(period));
    periods.set(at, (periods.get(at) ?? 0) + count);
  }
  const found = [...periods].sort(([a], [b]) => a - b);
  const times = { Timestamps: found.map(([at]) => at), Values: found.map(([, count]) => count) };
  return { Id: id, Label: name, ...times, StatusCode: 'Complete' };
}

function begin(seconds: number, period: number): number {
  return Math.floor(seconds / period) * period;
}

function parse(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    return objectOf(JSON.parse(Buffer.from(body).toString('utf8')));
  } catch {
    return {};
  }
}

function refuse(message: string): OriginAnswer {
  return answer(400, { __type: 'InvalidParameterValueException', message });
}

function answer(status: number, document: object): OriginAnswer {
  return { status, fields: [['Content-Type', 'application/x-amz-json-1.0']], body: JSON.stringify(document) };
}
