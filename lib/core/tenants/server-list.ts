import type { Page, PageRequest } from '../page';
import type { RegistrationSummary } from '../registration/attention';
import type { Registration, RegistrationState, ServerKey } from '../registration/registration';
import type { Time } from '../time';
import type { ServerRecord } from './records';

/** A server with everything that is stored of it. */
export interface ListedServer {
  readonly record: ServerRecord;
  readonly registration: Registration;
}

/** Conditions that all must hold; one that is left out holds for every server. */
export interface ServerFilter {
  readonly tenant?: string;
  readonly state?: RegistrationState;
}

/** The part of a server that the list of all servers holds. */
export interface ServerSummary extends RegistrationSummary, ServerKey {
  /** Set when it was removed from the code, or its tenant's stack was deleted. */
  readonly releasedAt?: Time;
}

/** The servers of all tenants. Lists may lag behind a change by a moment. */
export interface ServerList {
  /** By tenant and name; `after` is a `serverPosition`. At most two requests, however many servers there are. */
  page(filter: ServerFilter, page: PageRequest): Promise<Page<ListedServer>>;
  /** Every server, or those of a tenant: a request for each 1 MB, which holds some 4,000. */
  summaries(tenant?: string): Promise<readonly ServerSummary[]>;
}

const POSITION = /^[a-z][a-z0-9-]{0,30}[a-z0-9]#[a-z][a-z0-9-]{0,30}[a-z0-9]$/;

/** The position of a server in the list. */
export function serverPosition({ tenant, server }: ServerKey): string {
  return `${tenant}#${server}`;
}

/** Whether a text is a position; it need not be one of a server. */
export function isServerPosition(text: string): boolean {
  return POSITION.test(text);
}
