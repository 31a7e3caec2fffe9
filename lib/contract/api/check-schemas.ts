import { z } from 'zod';
import { STATUS_WORDS } from '../../core/checks/status';
import { deviceVerdictSchema, findingSchema, uncheckedSchema } from '../../core/doctor/report';
import { fields } from '../../core/tenants/schema';
import { timeSchema } from './time-schema';

/** Requests and responses of the management API about checks, as JSON. */

const statusSchema = z.strictObject({
  word: z
    .enum(STATUS_WORDS)
    .describe('serving: works as declared; in-progress: not set up yet; stuck: set up wrongly.'),
  since: timeSchema,
  checkedAt: timeSchema,
  sentence: z.string().describe('The outcome for all devices, in one line.'),
  devices: z.array(deviceVerdictSchema).readonly().describe('One per kind of device; none for a fallback.'),
  findings: z.array(findingSchema).readonly().describe('Sorted by what to fix first.'),
  unchecked: z.array(uncheckedSchema).readonly(),
});

export const checkSchema = z.strictObject({
  kind: z
    .enum(['domain', 'server'])
    .describe("`server` is the server's fallback: the URL that Apple's service leads devices to."),
  name: z.string(),
  status: statusSchema.nullable().describe('From the last check that observed something; null where none has yet.'),
  blind: z
    .strictObject({ since: timeSchema, code: z.string(), message: z.string() })
    .optional()
    .describe('Since when checks have observed nothing, and why. The status does not change meanwhile.'),
  nextCheck: timeSchema.optional(),
});

export const checkListSchema = z.strictObject({ items: z.array(checkSchema) });

const oneOfBoth = 'either "domain" or "server"';
export const checkRequestSchema = fields({
  domain: z.string('the name of a domain').max(253, 'the name of a domain').optional(),
  server: z.string('the name of a server').max(32, 'the name of a server').optional(),
}).refine(({ domain, server }) => (domain === undefined) !== (server === undefined), oneOfBoth);

export const checkCountsSchema = z
  .strictObject({ serving: z.int(), inProgress: z.int(), stuck: z.int(), notChecked: z.int() })
  .describe('Domains and fallbacks of active tenants by status; notChecked: no check has observed anything yet.');

export type CheckView = z.output<typeof checkSchema>;
export type CheckListView = z.output<typeof checkListSchema>;
export type CheckRequest = z.output<typeof checkRequestSchema>;

/** The schemas that the OpenAPI document calls by name. */
export const CHECK_SCHEMAS = { Check: checkSchema, CheckList: checkListSchema, CheckRequest: checkRequestSchema };
