import { problem } from '../problems';
import { failed, ok, type Result } from '../result';
import { parseAppleTime } from './apple-time';

/** A server token as Apple gives it. Every field but the expiry is secret: never in a log, message or item. */
export interface ServerToken {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly accessToken: string;
  readonly accessSecret: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const MAX_FIELD_LENGTH = 1000;

/** Reads the JSON of a token; fields that are not its own are ignored. Problem code: `token.malformed`. */
export function parseServerToken(text: string): Result<ServerToken> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return refuse('it is not JSON');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return refuse('it is no object');
  const fields = document as Readonly<Record<string, unknown>>;
  const consumerKey = textField(fields, 'consumer_key');
  const consumerSecret = textField(fields, 'consumer_secret');
  const accessToken = textField(fields, 'access_token');
  const accessSecret = textField(fields, 'access_secret');
  const expiry = textField(fields, 'access_token_expiry');
  if (!consumerKey || !consumerSecret || !accessToken || !accessSecret || !expiry) {
    const names = ['consumer_key', 'consumer_secret', 'access_token', 'access_secret', 'access_token_expiry'];
    return refuse(`${names.filter((name) => textField(fields, name) === undefined).join(', ')} missing or no text`);
  }
  const expiresAt = parseAppleTime(expiry);
  if (expiresAt === undefined) return refuse('access_token_expiry is no time');
  return ok({ consumerKey, consumerSecret, accessToken, accessSecret, expiresAt });
}

/** The token as Apple's JSON. */
export function formatServerToken(token: ServerToken): string {
  return JSON.stringify({
    consumer_key: token.consumerKey,
    consumer_secret: token.consumerSecret,
    access_token: token.accessToken,
    access_secret: token.accessSecret,
    access_token_expiry: new Date(token.expiresAt).toISOString(),
  });
}

function textField(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' && value !== '' && value.length <= MAX_FIELD_LENGTH ? value : undefined;
}

function refuse(actual: string): Result<never> {
  return failed(
    problem('token.malformed', `Cannot read the server token: ${actual}; expected Apple's JSON of five fields`),
  );
}
