import type { Page, PageRequest } from '../page';
import type { RegistrationSummary } from '../registration/attention';
import type { Registration, RegistrationState, ServerKey } from '../registration/registration';
import type { ServerRecord } from './records';

/** A server with everything that is kept of it. */
export interface ListedServer {
  readonly record: ServerRecord;
  readonly registration: Registration;
}

/** Which servers are meant; all that are left out do not matter. */
export interface ServerFilter {
  readonly tenant?: string;
  readonly state?: RegistrationState;
}

/** A server as far as it is known of all of them at once. */
export interface ServerSummary extends RegistrationSummary, ServerKey {
  /** Set when it was taken out of the code, or its tenant's stack was deleted. ISO 8601. */
  readonly releasedAt?: string;
}

/** The servers of all tenants. Lists may lag behind a change by a moment. */
export interface ServerList {
  /** By tenant and name; `after` is a `serverPosition`. At most two requests, however many servers there are. */
  page(filter: ServerFilter, page: PageRequest): Promise<Page<ListedServer>>;
  /** Every server, or those of a tenant: a request for each 1 MB, which holds some 4,000. */
  summaries(tenant?: string): Promise<readonly ServerSummary[]>;
}

const POSITION = /^[a-z][a-z0-9-]{0,30}[a-z0-9]#[a-z][a-z0-9-]{0,30}[a-z0-9]$/;

/** Where a server stands in the list. */
export function serverPosition({ tenant, server }: ServerKey): string {
  return `${tenant}#${server}`;
}

/** Whether a text is a position; not whether a server stands there. */
export function isServerPosition(text: string): boolean {
  return POSITION.test(text);
}
