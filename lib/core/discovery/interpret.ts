import { type Problem, problem } from '../problems';
import { failed, ok, type Result } from '../result';
import { parseUrl } from '../url';
import type { Enrollment } from './policy';
import { REFUSAL_CODE } from './well-known';

/** The last response of a stage, as it came; header names in lower case, the body decoded from its content encoding. */
export interface FinalResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Where a device enrolls, and what an administrator should fix although the device gets there. */
export interface Discovered {
  readonly enrollment: Enrollment;
  readonly baseUrl: string;
  readonly warnings: readonly Problem[];
}

/** The person's message, where a refusal carries one. */
export interface RefusalMessage extends Problem {
  readonly code: 'response.refused';
  readonly personMessage?: string;
}

/** Any status but 200 that is not Apple's refusal. */
export interface OtherStatus extends Problem {
  readonly code: 'response.status';
  readonly status: number;
}

/**
 * Judges the final response of a stage as a device does. Apple's client reads the type before the status [observed];
 * both end the stage, so the status is named first, being what an administrator can act upon.
 * Problem codes: `response.*`; `response.refused` for Apple's own 403.
 */
export function interpretResponse(response: FinalResponse): Result<Discovered> {
  if (response.status !== 200) return failed(statusProblem(response));
  const type = contentType(response);
  if (type !== 'application/json') {
    return failed(
      problem(
        'response.content-type',
        `Cannot use the answer: its Content-Type is ${quoted(type)}; expected "application/json"`,
      ),
    );
  }
  const parsed = parseJson(response.body);
  if (!parsed.ok) return parsed;
  const judged = judgeServers(parsed.value.document);
  if (!judged.ok) return judged;
  return ok({ ...judged.value, warnings: [...parsed.value.warnings, ...judged.value.warnings] });
}

function statusProblem(response: FinalResponse): RefusalMessage | OtherStatus {
  const { status } = response;
  const message = `Cannot use the answer: status ${status}; expected 200`;
  return refusalOf(response) ?? { code: 'response.status', message, status };
}

/** Whether a stage ended in such a status. */
export function isOtherStatus(ended: Problem): ended is OtherStatus {
  return ended.code === 'response.status';
}

/** Apple's refusal (403 with its code), or nothing. [documented] */
function refusalOf(response: FinalResponse): RefusalMessage | undefined {
  if (response.status !== 403 || contentType(response) !== 'application/json') return undefined;
  const parsed = parseJson(response.body);
  if (!parsed.ok) return undefined;
  const document = asRecord(parsed.value.document);
  if (document?.['code'] !== REFUSAL_CODE) return undefined;
  const message = document['message'];
  return {
    code: 'response.refused',
    message: 'The server refuses this device with Apple\'s code "com.apple.well-known.failed"',
    personMessage: typeof message === 'string' ? message : undefined,
  };
}

function contentType(response: FinalResponse): string {
  return (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });
const UTF8_BOM = [0xef, 0xbb, 0xbf];

function parseJson(body: Uint8Array): Result<{ document: unknown; warnings: readonly Problem[] }> {
  const hasBom = UTF8_BOM.every((byte, index) => body[index] === byte);
  // Whether Apple's parser accepts a byte order mark is not known [inferred]: a warning, not a failure.
  const warnings = hasBom
    ? [problem('response.byte-order-mark', 'The document begins with a byte order mark; expected none')]
    : [];
  let text: string;
  try {
    text = UTF8.decode(body);
  } catch {
    return failed(problem('response.not-utf-8', 'Cannot read the document: it is not UTF-8'));
  }
  try {
    return ok({ document: JSON.parse(text), warnings });
  } catch {
    return failed(
      problem(
        'response.not-json',
        `Cannot read the document: it is not JSON (it begins with ${quoted(text.slice(0, 40))})`,
      ),
    );
  }
}

function judgeServers(document: unknown): Result<Discovered> {
  const servers = asRecord(document)?.['Servers'];
  if (!Array.isArray(servers)) {
    return failed(problem('response.servers-missing', 'Cannot use the document: it has no array "Servers"'));
  }
  if (servers.length === 0)
    return failed(problem('response.servers-empty', 'Cannot use the document: "Servers" is empty; expected one entry'));
  const entry = asRecord(servers[0]);
  const version = judgeVersion(entry?.['Version']);
  if (!version.ok) return version;
  const baseUrl = judgeBaseUrl(entry?.['BaseURL']);
  if (!baseUrl.ok) return baseUrl;
  // Current releases take the first of several. [documented]
  const warnings =
    servers.length > 1
      ? [
          problem(
            'response.servers-many',
            `"Servers" has ${servers.length} entries; a device takes the first, expected one`,
          ),
        ]
      : [];
  return ok({ enrollment: version.value, baseUrl: baseUrl.value, warnings });
}

function judgeVersion(version: unknown): Result<Enrollment> {
  if (version === 'mdm-byod') return ok('byod');
  if (version === 'mdm-adde') return ok('adde');
  return failed(
    problem(
      'response.version',
      `Cannot use the entry: its "Version" is ${quoted(version)}; expected "mdm-byod" or "mdm-adde", in this case`,
    ),
  );
}

function judgeBaseUrl(baseUrl: unknown): Result<string> {
  const wanted = 'expected an absolute https URL';
  const url = typeof baseUrl === 'string' ? parseUrl(baseUrl) : undefined;
  if (typeof baseUrl !== 'string' || !url) {
    return failed(problem('response.base-url', `Cannot use the entry: its "BaseURL" is ${quoted(baseUrl)}; ${wanted}`));
  }
  if (url.protocol !== 'https:') {
    return failed(
      problem('response.base-url-not-https', `Cannot use the entry: its "BaseURL" is ${quoted(baseUrl)}; ${wanted}`),
    );
  }
  return ok(baseUrl);
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** A stranger's value inside a message: short, and without characters that could act on a terminal. */
function quoted(value: unknown): string {
  const text = (JSON.stringify(value) ?? 'missing').replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD');
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
