import { createHash, createHmac } from 'node:crypto';

/** Keys that requests are signed with; only those of a role have a session. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A POST to the root of a service. */
export interface AwsPost {
  readonly host: string;
  /** As the signature calls it. */
  readonly service: string;
  readonly region: string;
  /** Lower-case names, besides `host`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * The headers of a request with its signature, for services of which the project has no client: AWS Signature Version 4,
 * "Create a signed AWS API request" of the IAM User Guide. [documented]
 */
export function signedHeaders(post: AwsPost, keys: AwsKeys, now: number): Readonly<Record<string, string>> {
  const time = new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, '');
  const { sessionToken } = keys;
  const session: Record<string, string> = sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken };
  const headers = { ...post.headers, host: post.host, 'x-amz-date': time, ...session };
  const fields = Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = fields.map(([name]) => name).join(';');
  const lines = fields.map(([name, value]) => `${name}:${value.trim()}\n`).join('');
  const request = ['POST', '/', '', lines, names, sha256(post.body)].join('\n');
  const scope = [time.slice(0, 8), post.region, post.service, 'aws4_request'];
  const toSign = [ALGORITHM, time, scope.join('/'), sha256(request)].join('\n');
  const key = scope.reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${keys.secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  const credential = `${keys.accessKeyId}/${scope.join('/')}`;
  const authorization = `${ALGORITHM} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
