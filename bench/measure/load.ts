import { join } from 'node:path';
import { runNode } from './process';

/** The result of a server under load. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Counted in whole milliseconds; what is faster than one counts as one. */
  readonly p99Milliseconds: number;
}

export interface Target {
  readonly port: number;
  /** Host by name: SNI and the Host header. */
  readonly host: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
}

const CONNECTIONS = 20;
const SECONDS = 4;
const AUTOCANNON = join(__dirname, '..', '..', 'node_modules', 'autocannon', 'autocannon.js');

/** Sends requests for some seconds over kept connections, from a process of its own; throws if an answer has another status. */
export async function putUnderLoad({ port, host, path, status }: Target): Promise<Load> {
  const url = `https://127.0.0.1:${port}${path}`;
  const options = ['--json', '--no-progress', '-c', String(CONNECTIONS), '-d', String(SECONDS)];
  const text = await runNode({
    args: [AUTOCANNON, ...options, '--servername', host, '-H', `Host=${host}`, url],
    cwd: process.cwd(),
  });
  const { requests, latency, errors, statusCodeStats } = parseResult(text);
  const statuses = Object.keys(statusCodeStats);
  if (errors > 0 || statuses.length !== 1 || statuses[0] !== String(status)) {
    throw new Error(`${host} answered ${statuses.join(', ')} with ${errors} errors; expected ${status} alone`);
  }
  return { requestsPerSecond: requests.average, p99Milliseconds: Math.max(latency.p99, 1) };
}

interface AutocannonResult {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p99: number };
  readonly errors: number;
  readonly statusCodeStats: Readonly<Record<string, unknown>>;
}

function parseResult(text: string): AutocannonResult {
  return JSON.parse(text) as AutocannonResult;
}
