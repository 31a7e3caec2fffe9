import type { Fields, OutgoingResponse } from '../../http-message';
import type { AwsAccount } from './account';
import { element, type Xml } from './xml';

/** A call as it came, whatever its protocol. */
export interface AwsRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** `X-Amz-Target`, where the protocol names the operation there. */
  readonly target: string;
  readonly body: string;
  /** The body as it came. */
  readonly bytes: Uint8Array;
}

/** The two questions that ACM asks DNS. */
export interface PublicDns {
  /** The target of a CNAME, lower case, without the dot at the end. */
  cname(name: string): Promise<string | undefined>;
  /** Whether the CAA records in force let Amazon issue. */
  amazonMayIssue(name: string): Promise<boolean>;
}

/** What an operation works on. */
export interface AwsSimulation {
  readonly account: AwsAccount;
  readonly dns: PublicDns;
  readonly clock: () => number;
  /** Longest page; AWS's own limit when left out. */
  readonly pageSize?: number;
}

/** One operation: its permission, which calls are for it (with what its path holds), and what it does. */
export interface AwsOperation {
  readonly permission: string;
  readonly matches: (request: AwsRequest) => readonly string[] | undefined;
  readonly run: (
    request: AwsRequest,
    simulation: AwsSimulation,
    path: readonly string[],
  ) => ApiAnswer | Promise<ApiAnswer>;
}

/** The outcome of a call: a document, or an error by its name. */
export type ApiAnswer =
  | { readonly kind: 'xml'; readonly document: Xml }
  | { readonly kind: 'json'; readonly document: unknown }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'empty'; readonly fields: Fields }
  | ApiError;

export interface ApiError {
  readonly kind: 'error';
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** How a service writes: JSON or XML, and the names of the errors that every service has. */
export interface Service {
  readonly format: 'xml' | 'json';
  readonly operations: readonly AwsOperation[];
}

export function apiError(status: number, code: string, message: string): ApiError {
  return { kind: 'error', status, code, message };
}

/** A call by method and path; groups of the expression are what the path holds. */
export function byPath(method: string, path: RegExp): AwsOperation['matches'] {
  return (request) => {
    const match = request.method === method ? path.exec(request.path) : null;
    return match ? match.slice(1).map((part) => decodeURIComponent(part)) : undefined;
  };
}

/** A call by the name in `X-Amz-Target`. */
export function byTarget(target: string): AwsOperation['matches'] {
  return (request) => (request.target === target ? [] : undefined);
}

/** One page of a list, and the marker of the next one. Markers are opaque: here the index of the first item. */
export function pageOf<T>(
  items: readonly T[],
  marker: string | null | undefined,
  size: number,
): { readonly items: readonly T[]; readonly next?: string } {
  const start = Number(marker ?? 0);
  const end = start + size;
  return { items: items.slice(start, end), ...(end < items.length ? { next: String(end) } : {}) };
}

/** The answer on the wire. */
export function writeAnswer(answer: ApiAnswer, format: Service['format'], requestId: string): OutgoingResponse {
  switch (answer.kind) {
    case 'xml':
      return xmlResponse(200, answer.document, requestId);
    case 'json':
      return jsonResponse(200, answer.document, requestId);
    case 'nothing':
      return { status: 204, fields: [['x-amzn-RequestId', requestId]], body: '' };
    case 'empty':
      return { status: 200, fields: [...answer.fields, ['x-amzn-RequestId', requestId]], body: '' };
    case 'error':
      return format === 'xml' ? xmlError(answer, requestId) : jsonError(answer, requestId);
  }
}

function xmlError({ status, code, message }: ApiError, requestId: string): OutgoingResponse {
  const error = element('Error', element('Type', 'Sender'), element('Code', code), element('Message', message));
  return xmlResponse(status, element('ErrorResponse', error, element('RequestId', requestId)), requestId);
}

function jsonError({ status, code, message }: ApiError, requestId: string): OutgoingResponse {
  const { fields, body } = jsonResponse(status, { __type: code, message }, requestId);
  return { status, fields: [...fields, ['x-amzn-ErrorType', code]], body };
}

function xmlResponse(status: number, { text }: Xml, requestId: string): OutgoingResponse {
  const fields = [['Content-Type', 'text/xml'] as const, ['x-amzn-RequestId', requestId] as const];
  return { status, fields, body: `<?xml version="1.0"?>\n${text}` };
}

function jsonResponse(status: number, document: unknown, requestId: string): OutgoingResponse {
  const fields = [['Content-Type', 'application/x-amz-json-1.1'] as const, ['x-amzn-RequestId', requestId] as const];
  return { status, fields, body: JSON.stringify(document) };
}
