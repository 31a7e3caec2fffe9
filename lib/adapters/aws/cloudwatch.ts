import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { type AwsKeys, signedHeaders } from './signature';

/** How often a function was invoked within an hour that begins at `at`, milliseconds since 1970. */
export interface HourCount {
  readonly at: number;
  readonly count: number;
}

/** Invocations of a function by the hour, from one full hour to another; hours without any are left out. */
export type CountInvocations = (
  functionName: string,
  from: number,
  to: number,
) => Promise<Result<readonly HourCount[]>>;

interface CloudWatchParts {
  readonly region: string;
  readonly keys: () => Promise<AwsKeys>;
  readonly now: () => number;
  readonly fetch?: typeof fetch;
}

const HOUR_SECONDS = 3600;
const TIMEOUT_MS = 5000;

/**
 * Lambda's own count of invocations, from CloudWatch. There is one question, so it is asked without CloudWatch's client.
 * Problem code: `api.metrics-unreachable`.
 */
export function createInvocationCounter({ region, keys, now, fetch: ask = fetch }: CloudWatchParts): CountInvocations {
  const host = `monitoring.${region}.amazonaws.com`;
  return async (functionName, from, to) => {
    const body = JSON.stringify(question(functionName, from, to));
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData',
    };
    try {
      const signed = signedHeaders({ host, service: 'monitoring', region, headers, body }, await keys(), now());
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await ask(`https://${host}/`, { method: 'POST', headers: signed, body, signal });
      const counts = response.ok ? parseCounts(await response.json()) : undefined;
      return counts ? ok(counts) : unreachable(`CloudWatch answered ${response.status}`);
    } catch {
      return unreachable('CloudWatch did not answer');
    }
  };
}

function question(functionName: string, from: number, to: number) {
  const metric = {
    Namespace: 'AWS/Lambda',
    MetricName: 'Invocations',
    Dimensions: [{ Name: 'FunctionName', Value: functionName }],
  };
  return {
    StartTime: from / 1000,
    EndTime: to / 1000,
    ScanBy: 'TimestampAscending',
    MetricDataQueries: [{ Id: 'invocations', MetricStat: { Metric: metric, Period: HOUR_SECONDS, Stat: 'Sum' } }],
  };
}

/** Times are seconds since 1970; a week of hours fits one page. */
function parseCounts(document: unknown): readonly HourCount[] | undefined {
  const { MetricDataResults: results } = document as { readonly MetricDataResults?: unknown };
  const [series] = Array.isArray(results) ? results : [];
  const { Timestamps: times, Values: values } = (series ?? {}) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(times) || !Array.isArray(values)) return undefined;
  return times.map((seconds, index) => ({ at: Number(seconds) * 1000, count: Number(values[index]) }));
}

function unreachable(actual: string): Result<never> {
  return failed(
    problem('api.metrics-unreachable', `Cannot count the discoveries: ${actual}; expected the sums of its metric`),
  );
}
