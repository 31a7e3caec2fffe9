/** Who acts in a step: the platform team, the customer, an administrator in Apple's portal; or nothing but time helps. */
export const MOVERS = ['platform', 'customer', 'apple', 'wait'] as const;
export type Mover = (typeof MOVERS)[number];

/** `blocked`: an obstacle comes first. `waiting`: another step comes first, or time must pass. `unknown`: could not check. */
export const STEP_STATES = ['done', 'to-do', 'waiting', 'blocked', 'unknown'] as const;
export type StepState = (typeof STEP_STATES)[number];

/** One step from a new customer to a domain that serves. */
export interface PlanStep {
  readonly id: StepId;
  readonly title: string;
  readonly mover: Mover;
  readonly state: StepState;
  readonly expected: string;
  readonly found: string;
  /** Commands, records and lines, as text to paste. */
  readonly paste: readonly string[];
  /** Further advice. */
  readonly notes: readonly string[];
}

/** In the order of work: each one needs those before it. */
export const STEP_IDS = [
  'credentials',
  'zone',
  'quotas',
  'alias',
  'website',
  'caa',
  'certificate',
  'declaration',
  'server',
  'old-records',
  'deployment',
  'new-record',
  'apple',
  'serving',
] as const;

export type StepId = (typeof STEP_IDS)[number];

/** Completes a step: nothing to paste and no notes unless given. */
export function step(
  id: StepId,
  fields: Omit<PlanStep, 'id' | 'paste' | 'notes'> & Partial<Pick<PlanStep, 'paste' | 'notes'>>,
): PlanStep {
  return { paste: [], notes: [], ...fields, id };
}

/** A step that cannot be judged because an observation is unknown. */
export function unknownStep(
  id: StepId,
  fields: Pick<PlanStep, 'title' | 'mover' | 'expected'> & Partial<Pick<PlanStep, 'paste' | 'notes'>>,
  reason: string,
): PlanStep {
  return step(id, { ...fields, state: 'unknown', found: `could not check: ${reason}` });
}
