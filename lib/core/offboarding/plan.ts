import { nextMoves } from '../onboarding/plan';
import type { Mover } from '../onboarding/step';
import { offboardAppleSteps } from './apple';
import { offboardCertificateSteps } from './certificate';
import { dnsSteps } from './dns';
import type { OffboardFacts } from './facts';
import { fileSteps, stackSteps } from './stack';
import type { OffboardAction, OffboardStep } from './step';

/** A tenant's way out, in order. Version 1 of the contract that `--json` prints. */
export interface OffboardPlan {
  readonly tenant: string;
  readonly rollUp: 'gone' | 'in-progress' | 'stuck';
  readonly steps: readonly OffboardStep[];
  /** Who acts next, and the step. */
  readonly next: readonly { readonly mover: Mover; readonly title: string }[];
}

/**
 * Plans from what is observed, so that it goes on wherever it was left: no I/O, the same facts give the same plan. A
 * customer's own server and a validation record hold nothing up: the stack does not wait for them.
 */
export function planOffboarding(facts: OffboardFacts): OffboardPlan {
  const apple = offboardAppleSteps(facts);
  const dns = dnsSteps(facts);
  const steps = [
    ...apple,
    ...dns,
    ...stackSteps(
      facts,
      [...apple, ...dns].filter(({ beforeStack }) => beforeStack),
    ),
    ...offboardCertificateSteps(facts),
    ...fileSteps(facts),
  ];
  return { tenant: facts.tenant, rollUp: rollUp(steps), steps, next: nextMoves(steps) };
}

function rollUp(steps: readonly OffboardStep[]): OffboardPlan['rollUp'] {
  if (steps.every(({ state }) => state === 'done')) return 'gone';
  return steps.some(({ state }) => state === 'blocked') ? 'stuck' : 'in-progress';
}

/** What can be done now, in order. */
export function actionsOf({ steps }: OffboardPlan): readonly OffboardAction[] {
  return steps.flatMap(({ action }) => action ?? []);
}
