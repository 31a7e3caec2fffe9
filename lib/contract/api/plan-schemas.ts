import { z } from 'zod';
import { MOVERS, STEP_IDS, STEP_STATES } from '../../core/onboarding/step';

/** What the management API gives about onboarding, as JSON. */

const mover = z
  .enum(MOVERS)
  .describe("Whose move it is: the platform team's, the customer's, somebody's in Apple's portal, or time's.");

const stepSchema = z.strictObject({
  id: z.enum(STEP_IDS),
  title: z.string(),
  mover,
  state: z
    .enum(STEP_STATES)
    .describe(
      'blocked: something is in the way; waiting: another step comes first, or time must pass; unknown: could not check.',
    ),
  expected: z.string(),
  found: z.string(),
  paste: z.array(z.string()).readonly().describe('Commands, records and lines to paste.'),
  notes: z.array(z.string()).readonly(),
});

export const planSchema = z.strictObject({
  domain: z.string(),
  steps: z.array(stepSchema).readonly().describe('In the order in which they are taken.'),
  next: z
    .array(z.strictObject({ mover, title: z.string() }))
    .readonly()
    .describe('Whose move it is now; empty where nothing that was seen is left to do.'),
});

export type PlanView = z.output<typeof planSchema>;

/** The schemas that the OpenAPI document calls by name. */
export const PLAN_SCHEMAS = { Plan: planSchema };
