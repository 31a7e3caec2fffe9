import { z } from 'zod';
import { MOVERS, STEP_IDS, STEP_STATES } from '../../core/onboarding/step';

/** Responses of the management API about onboarding, as JSON. */

const mover = z
  .enum(MOVERS)
  .describe(
    "Who acts next: the platform team, the customer, an administrator in Apple's portal, or no one, as time must pass.",
  );

const stepSchema = z.strictObject({
  id: z.enum(STEP_IDS),
  title: z.string(),
  mover,
  state: z
    .enum(STEP_STATES)
    .describe(
      'blocked: a fault prevents it; waiting: another step comes first, or time must pass; unknown: could not check.',
    ),
  expected: z.string(),
  found: z.string(),
  paste: z.array(z.string()).readonly().describe('Commands, records and lines to paste.'),
  notes: z.array(z.string()).readonly(),
});

export const planSchema = z.strictObject({
  domain: z.string(),
  steps: z.array(stepSchema).readonly().describe('In the order in which to take them.'),
  next: z
    .array(z.strictObject({ mover, title: z.string() }))
    .readonly()
    .describe('Who acts next; empty where every observed step is done.'),
});

export type PlanView = z.output<typeof planSchema>;

/** The schemas that the OpenAPI document calls by name. */
export const PLAN_SCHEMAS = { Plan: planSchema };
