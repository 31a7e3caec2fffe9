import { z } from 'zod';
import { REGISTRATION_STATES } from '../../core/registration/registration';
import { fields } from '../../core/tenants/schema';
import { timeSchema } from './time-schema';

/** What the management API takes and gives about ADDE URLs and server tokens, as JSON. */

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
  needs: z.enum(['time', 'tenant', 'platform']).describe('Who ends it: time alone, or a person.'),
  since: timeSchema,
});

const observedSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('unknown') }),
    z.strictObject({ kind: z.literal('none'), at: timeSchema }),
    z.strictObject({
      kind: z.literal('url'),
      url: z.string(),
      setTime: timeSchema.optional().describe("Apple's own time of the last change."),
      at: timeSchema,
    }),
  ])
  .describe('What Apple held at the last look.');

export const addeUrlSchema = z.strictObject({
  tenant: z.string(),
  server: z.string(),
  state: z.enum(REGISTRATION_STATES),
  defaultUrl: z.string().optional(),
  wanted: z.strictObject({ url: z.string().optional(), by: z.string(), since: timeSchema }).optional(),
  observed: observedSchema,
  fault: faultSchema.optional().describe('What stands in the way.'),
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
  confirmation: z.string().describe('What is typed to confirm that a new key may be made.'),
  kept: z
    .boolean()
    .optional()
    .describe('Whether an owned token, or a key that waits for one, is in the secret store; of a server by itself.'),
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
    .describe('Makes another key where one waits: a token file downloaded for that one cannot be opened any more.'),
});

export const tokenKeySchema = z.strictObject({
  certificate: z.string().describe('PEM, to be uploaded to Apple Business or School Manager.'),
  waitingSince: timeSchema.optional().describe('When it was made, where it is that of a key that waits already.'),
});

export const tokenUploadSchema = fields({
  file: z.base64('the .p7m file as base64').max(60_000, 'a file of at most 45,000 bytes'),
  force: z
    .boolean('true or false')
    .optional()
    .describe(
      'Takes a token in the clear, or of another entry than the one in use, unless a URL of ours is at Apple there.',
    ),
});

export const controlsSchema = z.strictObject({
  appleWrites: z.enum(['on', 'observeOnly']),
  because: z.enum(['new-stage', 'restored', 'silent-too-long', 'person']).optional(),
  brakeSince: timeSchema.optional(),
  changesWithinHour: z.int().describe('Servers of which Apple was told something, each once; too many pull the brake.'),
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
