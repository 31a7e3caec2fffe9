import type { z } from 'zod';
import type { CountInvocations } from '../../lib/adapters/aws/cloudwatch';
import type { Planner } from '../../lib/adapters/onboarding/planner';
import type { CheckPorts } from '../../lib/backend/checks/ports';
import type { RegistrationPorts } from '../../lib/backend/registration/ports';
import { type Problem, problem } from '../../lib/core/problems';
import type { Cluster } from '../../lib/core/tenants/fleet';
import type { Access, Principal } from '../../lib/core/tenants/principal';
import type { EventRecord } from '../../lib/core/tenants/records';
import type { TenantRepository } from '../../lib/core/tenants/repository';
import type { ServerList } from '../../lib/core/tenants/server-list';

/** Everything that operations use. */
export interface ApiParts {
  readonly repository: TenantRepository;
  readonly servers: ServerList;
  readonly clusters: readonly Cluster[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Of the discovery function, by the hour. */
  readonly countInvocations: (from: number, to: number) => ReturnType<CountInvocations>;
  /** Opened with the first request that needs them. */
  readonly registrations: () => Promise<RegistrationPorts>;
  /** Opened with the first request that needs them. */
  readonly checks: () => CheckPorts;
  /** Opened with the first request that needs it. */
  readonly plan: () => Planner;
}

/** A request after all checks that need no table: the principal is allowed, and query and body are as described. */
export interface ApiRequest<Query = unknown, Body = unknown> {
  readonly principal: Principal;
  /** Who asks, for events. */
  readonly actor: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: Body;
  /** When it was received, milliseconds since the epoch: its time limit counts from here. */
  readonly receivedAt: number;
  /** The ETag that the caller has read; always present where the operation requires it. */
  readonly ifMatch?: string;
}

/** One error of a request, and where it is. */
export interface ApiFault {
  readonly path: string;
  readonly message: string;
}

export type ApiOutcome =
  | { readonly kind: 'success'; readonly body: unknown; readonly etag?: string; readonly status?: 200 | 202 }
  | {
      readonly kind: 'problem';
      readonly problem: Problem;
      readonly errors?: readonly ApiFault[];
      /** The changes since the ETag that was sent, and the current state. */
      readonly conflict?: {
        readonly changes: readonly EventRecord[];
        readonly current: unknown;
        readonly etag: string;
      };
      readonly retryAfterSeconds?: number;
    };

/** One operation of the API: the one source of its route, checks, documentation and code. */
export interface Operation<Query extends z.ZodType = z.ZodType, Body extends z.ZodType = z.ZodType> {
  readonly id: string;
  readonly method: 'get' | 'put' | 'post' | 'delete';
  /** As OpenAPI writes it; access is checked by the parameter `tenant`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  readonly query?: Query;
  readonly body?: Body;
  /** If-Match is required, or honoured where it is sent; ignored when this is left out. */
  readonly conditional?: 'always' | 'where-sent';
  readonly response: {
    readonly schema: z.ZodType;
    readonly description: string;
    readonly etag?: boolean;
    /** Where 202 is a success as well: its meaning. */
    readonly accepted?: string;
  };
  /** Statuses besides those that every operation has. */
  readonly refusals?: readonly number[];
  readonly handle: (request: ApiRequest<z.output<Query>, z.output<Body>>, parts: ApiParts) => Promise<ApiOutcome>;
}

/** An operation whose query and body are of the types that its schemas give. */
export function operation<Query extends z.ZodType, Body extends z.ZodType>(
  declared: Operation<Query, Body>,
): Operation<Query, Body> {
  return declared;
}

export function success(body: unknown, etag?: string): Extract<ApiOutcome, { kind: 'success' }> {
  return { kind: 'success', body, etag };
}

export function refused(problem: Problem): ApiOutcome {
  return { kind: 'problem', problem };
}

/** Refuses a request that is not as the operation describes it. */
export function refusedRequest(errors: readonly ApiFault[]): ApiOutcome {
  const count = errors.length === 1 ? 'one error' : `${errors.length} errors`;
  const message = `Cannot use the request: it has ${count}, listed in \`errors\`; expected what the OpenAPI document describes`;
  return { kind: 'problem', problem: problem('api.invalid', message), errors };
}

/** One text for all: what does not exist and what the caller may not see are the same. */
export function notFound(): ApiOutcome {
  return refused(
    problem('api.not-found', 'Cannot find it; expected a tenant, domain, server or path that you may see'),
  );
}

/** A parameter of the path; the router gives every one that the path names. */
export function param({ params }: ApiRequest, name: string): string {
  const value = params[name];
  if (value === undefined) throw new Error(`The path has no parameter "${name}"`);
  return value;
}
