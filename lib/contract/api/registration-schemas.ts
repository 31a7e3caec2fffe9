import { z } from 'zod';
import { REGISTRATION_STATES } from '../../core/registration/registration';
import { fields } from '../../core/tenants/schema';
import { timeSchema } from './time-schema';

/** Requests and responses of the management API about ADDE URLs and server tokens, as JSON. */

export const addeUrlRequestSchema = fields({
  url: z
    .string('an https URL')
    .max(1000, 'an https URL of at most 1,000 characters')
    .optional()
    .describe("Instead of the server's default URL; for the platform team."),
});

const faultSchema = z.strictObject({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  needs: z
    .enum(['time', 'tenant', 'platform'])
    .describe('Who can end it: time alone, the tenant, or the platform team.'),
  since: timeSchema,
});

const observedSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('unknown') }),
    z.strictObject({ kind: z.literal('none'), at: timeSchema }),
    z.strictObject({
      kind: z.literal('url'),
      url: z.string(),
      setTime: timeSchema.optional().describe("Apple's own time of the last change, `last_updated_timestamp`."),
      at: timeSchema,
    }),
  ])
  .describe('What Apple held when it was last observed.');

export const addeUrlSchema = z.strictObject({
  tenant: z.string(),
  server: z.string(),
  state: z.enum(REGISTRATION_STATES),
  defaultUrl: z.string().optional(),
  wanted: z.strictObject({ url: z.string().optional(), by: z.string(), since: timeSchema }).optional(),
  observed: observedSchema,
  fault: faultSchema.optional().describe('What prevents the desired state.'),
  nextCheck: timeSchema,
});

export const tokenSchema = z.strictObject({
  tenant: z.string(),
  server: z.string(),
  kind: z.enum(['shared', 'owned']),
  state: z.enum(['unknown', 'good', 'expired', 'rejected']),
  expires: timeSchema.optional(),
  entry: z.string().optional().describe('Name of the entry in Apple Business or School Manager.'),
  organisation: z.string().optional(),
  confirmation: z.string().describe('What to send as `confirm` to make a new key.'),
  kept: z
    .boolean()
    .optional()
    .describe(
      'Whether the secret store holds an owned token, or a key that waits for one; only when one server is read.',
    ),
});

export const tokenKeyRequestSchema = fields({
  confirm: z
    .string('the name of the entry')
    .max(200, 'the name of the entry')
    .describe(
      "The entry's name. Downloading a token for the new key stops the device sync of the MDM that uses this entry.",
    ),
  replace: z
    .boolean('true or false')
    .optional()
    .describe(
      'Replaces a key that waits for its token file: a file that was downloaded for it can no longer be decrypted.',
    ),
});

export const tokenKeySchema = z.strictObject({
  certificate: z.string().describe('PEM, to be uploaded to Apple Business or School Manager.'),
  waitingSince: timeSchema.optional().describe('When the key was made, if it already waited for its token file.'),
});

export const tokenUploadSchema = fields({
  file: z.base64('the .p7m file as base64').max(60_000, 'a file of at most 45,000 bytes'),
  force: z
    .boolean('true or false')
    .optional()
    .describe(
      "Accepts an unencrypted token, or one of another entry, unless the current entry holds one of Signpost's ADDE URLs.",
    ),
});

export const controlsSchema = z.strictObject({
  appleWrites: z.enum(['on', 'observeOnly']),
  because: z.enum(['new-stage', 'restored', 'silent-too-long', 'person']).optional(),
  brakeSince: timeSchema.optional(),
  changesWithinHour: z
    .int()
    .describe('Servers that were changed at Apple within the last hour; too many apply the brake.'),
  decisions: z.array(
    z.strictObject({
      at: timeSchema,
      by: z.string(),
      what: z.enum(['writes-on', 'observe-only', 'brake-on', 'brake-released']),
      because: z.string().optional(),
    }),
  ),
});

export const controlsRequestSchema = fields({ appleWrites: z.enum(['on', 'observeOnly'], '"on" or "observeOnly"') });

export type AddeUrlView = z.output<typeof addeUrlSchema>;
export type TokenView = z.output<typeof tokenSchema>;
export type TokenKeyView = z.output<typeof tokenKeySchema>;
export type ControlsView = z.output<typeof controlsSchema>;

/** The schemas that the OpenAPI document calls by name. */
export const REGISTRATION_SCHEMAS = {
  AddeUrl: addeUrlSchema,
  AddeUrlRequest: addeUrlRequestSchema,
  Token: tokenSchema,
  TokenKey: tokenKeySchema,
  TokenKeyRequest: tokenKeyRequestSchema,
  TokenUpload: tokenUploadSchema,
  Controls: controlsSchema,
  ControlsRequest: controlsRequestSchema,
};
