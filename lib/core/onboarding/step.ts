/** Whose move a step is: the platform team's, the customer's, somebody's in Apple's portal, or nobody's but time's. */
export const MOVERS = ['platform', 'customer', 'apple', 'wait'] as const;
export type Mover = (typeof MOVERS)[number];

/** `blocked`: something is in the way. `waiting`: another step comes first, or time must pass. `unknown`: could not check. */
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
  /** What to know beside it. */
  readonly notes: readonly string[];
}

/** In the order in which they are taken: each one needs those before it. */
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

/** What a step needs to be complete; nothing to paste and no notes unless said. */
export function step(
  id: StepId,
  fields: Omit<PlanStep, 'id' | 'paste' | 'notes'> & Partial<Pick<PlanStep, 'paste' | 'notes'>>,
): PlanStep {
  return { paste: [], notes: [], ...fields, id };
}

/** A step that cannot be judged for want of an observation. */
export function unknownStep(
  id: StepId,
  fields: Pick<PlanStep, 'title' | 'mover' | 'expected'> & Partial<Pick<PlanStep, 'paste' | 'notes'>>,
  reason: string,
): PlanStep {
  return step(id, { ...fields, state: 'unknown', found: `could not check: ${reason}` });
}
