import { z } from 'zod';
import { FAMILIES } from '../../core/discovery/family';
import { MAX_IDENTIFIER_LENGTH } from '../../core/discovery/identifier';
import { mayHoldAddress } from '../../core/discovery/mask';
import { resolvedAnswerSchema, resolvedPolicySchema } from '../../core/discovery/resolved-policy-schema';
import { REGISTRATION_STATES } from '../../core/registration/registration';
import { CHANNELS } from '../../core/tenants/declaration';
import { DECIDERS } from '../../core/tenants/declared';
import { EVENT_ACTIONS } from '../../core/tenants/records';
import { fields, policySchema } from '../../core/tenants/schema';
import { CHECK_SCHEMAS, checkCountsSchema } from './check-schemas';
import { PLAN_SCHEMAS } from './plan-schemas';
import { REGISTRATION_SCHEMAS } from './registration-schemas';
import { registrationOverview, SERVER_SCHEMAS } from './server-schemas';
import { timeSchema } from './time-schema';

/** Requests and responses of the management API, as JSON. Each error text says what was expected. */

/** A text for people who read it later; an e-mail address must not be stored. */
const why = z
  .string('a reason')
  .min(3, 'a reason of at least 3 characters')
  .max(300, 'a reason of at most 300 characters')
  .regex(/^(?!.*\S@\S)[^\p{Cc}]*$/u, 'a reason in one line, without e-mail addresses')
  .refine((text) => !mayHoldAddress(text), 'a reason in one line, without e-mail addresses');

export const overrideRequestSchema = fields({ policy: policySchema, why, until: timeSchema });

export const previewRequestSchema = fields({
  family: z.enum(FAMILIES, `one of ${FAMILIES.join(', ')}`).optional(),
  identifier: z
    .string('an identifier')
    .max(MAX_IDENTIFIER_LENGTH, `at most ${MAX_IDENTIFIER_LENGTH} characters`)
    .optional()
    .describe('Decides rules with a share. Personal data: neither stored nor logged.'),
  policy: policySchema.optional().describe('Instead of the policy in force; for the platform team.'),
});

const limitWanted = 'a number from 1 to 100';
export const pageQuerySchema = fields({
  limit: z.coerce.number(limitWanted).int(limitWanted).min(1, limitWanted).max(100, limitWanted).optional(),
  cursor: z
    .string('the `next` of the previous page')
    // One character of base64url holds no byte, and no key of the table may be empty.
    .regex(/^[A-Za-z0-9_-]{2,200}$/, 'the `next` of the previous page')
    .optional(),
});

/** Conditions that all must hold; one that is left out holds for every server. */
export const serverQuerySchema = fields({
  ...pageQuerySchema.shape,
  state: z.enum(REGISTRATION_STATES, `one of ${REGISTRATION_STATES.join(', ')}`).optional(),
  domain: z
    .string('a domain')
    .max(253, 'a domain')
    .optional()
    .describe('The whole name; finds the servers of its tenant.'),
  tenant: z.string("a tenant's id").min(1, "a tenant's id").max(32, "a tenant's id").optional(),
});

const hoursWanted = 'a number from 1 to 168';
export const hoursQuerySchema = fields({
  hours: z.coerce.number(hoursWanted).int(hoursWanted).min(1, hoursWanted).max(168, hoursWanted).optional(),
});

export const discoveryCountsSchema = z.strictObject({
  items: z.array(z.strictObject({ at: timeSchema.describe('Start of the hour.'), count: z.int() })),
});

const state = z.enum(['active', 'released']);

const deciderSchema = z
  .enum(DECIDERS)
  .describe("Answered at: the edge, the backend, or elsewhere, which is the customer's own web server.");

export const tenantViewSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  channel: z.enum(CHANNELS),
  state,
  graceUntil: timeSchema.optional().describe('For a released tenant: until when devices are still answered.'),
  domains: z.array(z.strictObject({ name: z.string(), decidedBy: deciderSchema })),
  servers: z.array(z.string()),
});

function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.string().optional() });
}

export const tenantPageSchema = pageOf(tenantViewSchema);

const discoveryTarget = {
  tenant: z.string(),
  state,
  declared: resolvedPolicySchema,
  override: z
    .strictObject({
      policy: policySchema,
      resolved: resolvedPolicySchema,
      by: z.string(),
      why: z.string(),
      since: timeSchema,
      until: timeSchema,
    })
    .optional(),
  inForce: z
    .enum(['declared', 'override', 'nothing'])
    .describe('The policy by which devices are answered at this moment.'),
};

export const discoverySchema = z.strictObject({ ...discoveryTarget, domain: z.string(), decidedBy: deciderSchema });

const serverSchema = z.strictObject({
  name: z.string(),
  state,
  token: z.enum(['shared', 'owned']),
  onOverwrite: z.enum(['report', 'restore']),
});

export const serverListSchema = z.strictObject({ items: z.array(serverSchema) });

export const fallbackSchema = z.strictObject({ ...discoveryTarget, server: z.string() });

export const previewSchema = z.strictObject({
  rule: z.union([z.int(), z.literal('otherwise')]).describe('Index of the rule that matched, or `otherwise`.'),
  answer: resolvedAnswerSchema,
  status: z.int().describe('HTTP status of the response.'),
});

const eventSchema = z.strictObject({
  time: timeSchema,
  id: z.string(),
  action: z.enum(EVENT_ACTIONS),
  by: z.string(),
  why: z.string().optional(),
  changes: z.array(
    z.strictObject({ subject: z.string(), version: z.int(), from: z.array(z.string()), to: z.array(z.string()) }),
  ),
});

export const eventPageSchema = pageOf(eventSchema);

export const overviewSchema = z.strictObject({
  tenants: z.strictObject({ active: z.int(), released: z.int() }),
  domains: z.strictObject({ edge: z.int(), backend: z.int(), elsewhere: z.int() }),
  servers: z.int(),
  checks: checkCountsSchema,
  overrides: z
    .array(z.strictObject({ tenant: z.string(), target: z.string(), until: timeSchema, why: z.string() }))
    .describe('Overrides in force; a target is a domain, or `server:<name>` for a fallback.'),
  ...registrationOverview,
});

/** Problem details (RFC 9457); `code` is in docs/problems.md. */
const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z
    .array(z.strictObject({ path: z.string(), message: z.string() }))
    .optional()
    .describe('Each error of an invalid request.'),
  changes: z.array(eventSchema).optional().describe('The changes since the ETag that was sent.'),
  current: z.unknown().optional().describe('The current state; its ETag is in the header.'),
});

export type TenantView = z.output<typeof tenantViewSchema>;
export type DiscoveryView = z.output<typeof discoverySchema>;
export type FallbackView = z.output<typeof fallbackSchema>;
export type ServerView = z.output<typeof serverSchema>;
export type DiscoveryCountsView = z.output<typeof discoveryCountsSchema>;
export type EventView = z.output<typeof eventSchema>;
export type OverviewView = z.output<typeof overviewSchema>;
export type ProblemView = z.output<typeof problemSchema>;
export type OverrideRequest = z.output<typeof overrideRequestSchema>;
export type PreviewRequest = z.output<typeof previewRequestSchema>;

/** The schemas that the OpenAPI document calls by name. */
export const API_SCHEMAS = {
  Policy: policySchema,
  ResolvedPolicy: resolvedPolicySchema,
  Overview: overviewSchema,
  Tenant: tenantViewSchema,
  TenantPage: tenantPageSchema,
  Event: eventSchema,
  EventPage: eventPageSchema,
  Discovery: discoverySchema,
  OverrideRequest: overrideRequestSchema,
  PreviewRequest: previewRequestSchema,
  Preview: previewSchema,
  ServerList: serverListSchema,
  DiscoveryCounts: discoveryCountsSchema,
  Fallback: fallbackSchema,
  Problem: problemSchema,
  ...REGISTRATION_SCHEMAS,
  ...SERVER_SCHEMAS,
  ...CHECK_SCHEMAS,
  ...PLAN_SCHEMAS,
};
