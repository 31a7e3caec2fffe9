import { z } from 'zod';
import { FAMILIES } from '../../core/discovery/family';
import { resolvedAnswerSchema } from '../../core/discovery/resolved-policy-schema';
import { ATTENTION_KINDS } from '../../core/registration/attention';
import { REGISTRATION_STATES } from '../../core/registration/registration';
import { addeUrlSchema, controlsSchema, tokenSchema } from './registration-schemas';
import { timeSchema } from './time-schema';

/** Responses of the management API about the servers of all tenants, and about what needs attention, as JSON. */

const serverRowSchema = z.strictObject({
  tenant: z.string(),
  server: z.string(),
  name: z.string().describe('Name of the tenant.'),
  state: z.enum(['active', 'released']),
  domains: z.array(z.string()).describe('All domains of the tenant.'),
  answers: z
    .array(
      z.strictObject({
        families: z.array(z.enum(FAMILIES)),
        answers: z
          .array(resolvedAnswerSchema)
          .describe('More than one where a rule has a share: some users get another answer.'),
      }),
    )
    .describe(
      "What devices that come by Apple's fallback are answered, by the policy in force; empty: they are no longer answered.",
    ),
  addeUrl: addeUrlSchema,
  token: tokenSchema,
});

export const serverPageSchema = z.strictObject({ items: z.array(serverRowSchema), next: z.string().optional() });

/** The longest list; `total` counts all of them. */
export const MAX_ATTENTION = 50;

const registrationNeeds = z.strictObject({
  kind: z.enum(ATTENTION_KINDS).exclude(['status-stuck']),
  tenant: z.string(),
  server: z.string(),
  code: z.string().optional().describe('Code of the fault.'),
  since: timeSchema.optional(),
  expires: timeSchema.optional().describe('When the server token expires.'),
});

const statusNeeds = z.strictObject({
  kind: z.literal('status-stuck'),
  tenant: z.string(),
  target: z.string().describe('A domain, or `server:<name>` for a fallback.'),
  code: z.string().optional().describe('Code of the first finding: what to fix first.'),
  title: z.string().optional().describe('Title of the first finding.'),
  since: timeSchema,
});

/** The parts of the overview that are about registrations, and what needs attention. */
export const registrationOverview = {
  registrations: z.record(z.enum(REGISTRATION_STATES), z.int()).describe('How many servers are in each state.'),
  attention: z.strictObject({
    total: z.int(),
    items: z
      .array(z.union([registrationNeeds, statusNeeds]))
      .describe(`What needs attention, the most urgent first; at most ${MAX_ATTENTION}.`),
  }),
  stage: controlsSchema
    .pick({ appleWrites: true, because: true, brakeSince: true })
    .optional()
    .describe('Whether the stage writes to Apple; for the platform team.'),
};

export const clusterListSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      name: z.string(),
      description: z.string().optional(),
      url: z.string().describe('Where devices are redirected, unless a policy names another path.'),
    }),
  ),
});

export type ServerRowView = z.output<typeof serverRowSchema>;
export type ClusterView = z.output<typeof clusterListSchema>['items'][number];

/** The schemas that the OpenAPI document calls by name. */
export const SERVER_SCHEMAS = {
  ServerPage: serverPageSchema,
  ServerRow: serverRowSchema,
  ClusterList: clusterListSchema,
};
