import type { OriginRequest } from '../cloudfront/ask-origin';
import type { Fields, OutgoingResponse } from '../http-message';

/** A server of the simulated environment: everything that one host answers. */
export type Host = (request: OriginRequest) => OutgoingResponse;

export function plain(status: number, text: string, fields: Fields = []): OutgoingResponse {
  return { status, fields: [['Content-Type', 'text/plain; charset=utf-8'], ...fields], body: `${text}\n` };
}

export function json(status: number, document: unknown): OutgoingResponse {
  return { status, fields: [['Content-Type', 'application/json']], body: JSON.stringify(document) };
}
