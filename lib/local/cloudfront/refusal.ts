import type { Behaviour, DeployedDistribution } from '../deployment';
import { hostOf, type IncomingRequest } from '../http-message';
import type { RuleId } from '../rules';

/** The reason and status of an answer of CloudFront itself. */
export interface CloudFrontRefusal {
  readonly status: number;
  readonly rule: RuleId;
  readonly reason: string;
  /** What `X-Cache` says before "from cloudfront". */
  readonly result?: 'Error' | 'LambdaExecutionError' | 'LambdaValidationError';
}

// rule: cloudfront.url-length
const MAX_URL_LENGTH = 8192;
// rule: cloudfront.request-length
const MAX_REQUEST_LENGTH = 32_768;

// rule: cloudfront.bad-request
const PATH_AND_QUERY = /^\/[\x21-\x7e\x80-\xff]*$/;

const NO_DISTRIBUTION: CloudFrontRefusal = {
  status: 403,
  rule: 'cloudfront.unknown-host',
  reason: 'no enabled distribution has this host as an alias',
};

/** The distribution that a request is for, or why there is none. */
export function admit(
  request: IncomingRequest,
  distributionOf: (host: string) => DeployedDistribution | undefined,
): DeployedDistribution | CloudFrontRefusal {
  const host = hostOf(request.fields);
  if ('https://'.length + host.length + request.target.length > MAX_URL_LENGTH) {
    return { status: 413, rule: 'cloudfront.url-length', reason: `the URL is longer than ${MAX_URL_LENGTH} bytes` };
  }
  if (lengthOf(request) > MAX_REQUEST_LENGTH) {
    const reason = `request line and headers are longer than ${MAX_REQUEST_LENGTH} bytes`;
    return { status: 413, rule: 'cloudfront.request-length', reason };
  }
  if (!PATH_AND_QUERY.test(request.target)) {
    return { status: 400, rule: 'cloudfront.bad-request', reason: 'the request target is no path and query' };
  }
  const distribution = distributionOf(host);
  if (!distribution?.enabled) return NO_DISTRIBUTION;
  // rule: cloudfront.sni-and-host
  if (request.secure && distributionOf(request.serverName ?? '') !== distribution) {
    return { status: 421, rule: 'cloudfront.sni-and-host', reason: 'the TLS name belongs to another distribution' };
  }
  return distribution;
}

function lengthOf({ target, fields }: IncomingRequest): number {
  return fields.reduce((sum, [name, value]) => sum + name.length + value.length + ': \r\n'.length, target.length);
}

/** Why a behaviour refuses a request, or nothing. A redirect to https is not a refusal. */
export function judgeForBehaviour(
  { secure, method, body }: IncomingRequest,
  behaviour: Behaviour,
): CloudFrontRefusal | undefined {
  if (!secure && behaviour.viewerProtocolPolicy === 'https-only') {
    return { status: 403, rule: 'cloudfront.viewer-protocol', reason: 'the behaviour answers over https only' };
  }
  // rule: cloudfront.methods
  if (!behaviour.allowedMethods.includes(method)) {
    return { status: 403, rule: 'cloudfront.methods', reason: 'the behaviour does not allow the method' };
  }
  if (method === 'GET' && body.length > 0) {
    return { status: 403, rule: 'cloudfront.get-body', reason: 'a GET has a body' };
  }
  return undefined;
}

/** The status by which a request over http is sent to https, or nothing. Only GET and HEAD may come again as they like. */
// rule: cloudfront.viewer-protocol
export function redirectStatus({ secure, method }: IncomingRequest, behaviour: Behaviour): number | undefined {
  if (secure || behaviour.viewerProtocolPolicy !== 'redirect-to-https') return undefined;
  return method === 'GET' || method === 'HEAD' ? 301 : 307;
}
