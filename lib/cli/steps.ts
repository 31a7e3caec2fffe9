import type { Mover, PlanStep, StepState } from '../core/onboarding/step';

const MARKS: Readonly<Record<StepState, string>> = {
  done: '✓',
  'to-do': '→',
  waiting: '…',
  blocked: '✗',
  unknown: '?',
};

const MOVERS: Readonly<Record<Mover, string>> = {
  platform: 'platform team',
  customer: 'customer',
  apple: "administrator, in Apple's portal",
  wait: 'wait',
};

/** One step as lines: who acts, and unless it is done, what is expected, what was found and what to paste. */
export function formatStep({ title, mover, state, expected, found, paste, notes }: Omit<PlanStep, 'id'>): string[] {
  const open = state !== 'done';
  return [
    `  ${MARKS[state]} ${title}${open ? ` (${MOVERS[mover]})` : ''}`,
    ...(open ? [`      expected: ${expected}`] : []),
    `      found:    ${found}`,
    ...paste.map((line) => `        ${line}`),
    ...notes.map((note) => `      ${note}`),
  ];
}

/** Who acts next. */
export function formatNext(next: readonly Pick<PlanStep, 'mover' | 'title'>[]): string[] {
  if (next.length === 0) return ['Nothing is left to do.'];
  return next.map(({ mover, title }) => `Next, ${MOVERS[mover]}: ${title}`);
}
