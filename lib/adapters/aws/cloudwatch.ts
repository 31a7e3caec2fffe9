import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';

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

/** Keys that requests are signed with; only those of a role have a session. */
interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface CloudWatchParts {
  readonly region: string;
  readonly keys: () => Promise<AwsKeys>;
  readonly now: () => number;
  readonly fetch?: typeof fetch;
  /** Where the endpoint may be set; this process's own variables when left out. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const HOUR_SECONDS = 3600;
const TIMEOUT_MS = 5000;

/**
 * Lambda's own count of invocations, from CloudWatch. There is one question, so it is asked without CloudWatch's client.
 * Problem code: `api.metrics-unreachable`.
 */
export function createInvocationCounter(parts: CloudWatchParts): CountInvocations {
  const { region, keys, now, fetch: ask = fetch, environment = process.env } = parts;
  const signer = new SignatureV4({
    service: 'monitoring',
    region,
    credentials: keys,
    sha256: Sha256,
    // The header of the body's hash is S3's.
    applyChecksum: false,
  });
  return async (functionName, from, to) => {
    const body = JSON.stringify(question(functionName, from, to));
    try {
      const url = endpointOf(region, environment);
      const { headers } = await signer.sign(requestTo(url, body), { signingDate: new Date(now()) });
      const response = await ask(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) });
      const counts = response.ok ? parseCounts(await response.json()) : undefined;
      return counts ? ok(counts) : unreachable(`CloudWatch answered ${response.status}`);
    } catch {
      return unreachable('CloudWatch did not answer');
    }
  };
}

/** As the SDK's clients find it: the service's own variable, that of all services, then AWS. [documented] */
function endpointOf(region: string, environment: NonNullable<CloudWatchParts['environment']>): URL {
  const set = environment['AWS_ENDPOINT_URL_CLOUDWATCH'] || environment['AWS_ENDPOINT_URL'];
  return new URL(set || `https://monitoring.${region}.amazonaws.com/`);
}

function requestTo({ protocol, hostname, host, pathname }: URL, body: string) {
  return {
    method: 'POST',
    protocol,
    hostname,
    path: pathname,
    headers: {
      host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData',
    },
    body,
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
