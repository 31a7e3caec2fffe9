/** Header fields in order, as on the wire: names keep their case, and a name may come more than once. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** A request as it reaches a listener. */
export interface IncomingRequest {
  readonly secure: boolean;
  /** The name that the client asked for when TLS began. */
  readonly serverName?: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly fields: Fields;
  readonly body: Uint8Array;
  readonly clientIp: string;
}

export interface OutgoingResponse {
  readonly status: number;
  readonly fields: Fields;
  readonly body: string | Uint8Array;
  /** Ends the connection after the response. */
  readonly close?: boolean;
  /** Ends the connection in the middle of the body. */
  readonly cutShort?: boolean;
}

/** Path and query of a target; the query without `?`. */
export function splitTarget(target: string): { readonly path: string; readonly query: string } {
  const at = target.indexOf('?');
  return at < 0 ? { path: target, query: '' } : { path: target.slice(0, at), query: target.slice(at + 1) };
}

/** The first value of a header, by its lower-case name. */
export function fieldOf(fields: Fields, name: string): string | undefined {
  return fields.find(([each]) => each.toLowerCase() === name)?.[1];
}

/** The host that a request names, lower case and without a port. */
export function hostOf(fields: Fields): string {
  return (fieldOf(fields, 'host') ?? '').toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');
}
