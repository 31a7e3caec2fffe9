import { type DnsSetup, dnsSetupOf } from './dns-setup';
import type { PlanFacts } from './facts';
import { type Mover, type PlanStep, STEP_IDS } from './step';
import { credentialsSteps, quotaSteps, zoneSteps } from './steps/account';
import { aliasSteps, caaSteps, newRecordSteps, oldRecordSteps, websiteSteps } from './steps/domain';
import {
  appleSteps,
  certificateSteps,
  declarationSteps,
  deploymentSteps,
  serverSteps,
  servingSteps,
} from './steps/front';

/** The steps for one domain, in order. Version 1 of the contract that `--json` prints. */
export interface OnboardingPlan {
  readonly domain: string;
  readonly tenant?: string;
  /** `unknown`: a front whose DNS only its file states. */
  readonly dns: DnsSetup['kind'];
  /** `stuck`: a step is blocked. `serving`: devices get the declared answer. */
  readonly rollUp: 'serving' | 'in-progress' | 'stuck';
  readonly steps: readonly PlanStep[];
  /** Who acts next, and the step. */
  readonly next: readonly { readonly mover: Mover; readonly title: string }[];
}

/** Plans from facts: no I/O, the same facts give the same plan. */
export function planDomain(facts: PlanFacts): OnboardingPlan {
  const steps = [
    credentialsSteps,
    zoneSteps,
    quotaSteps,
    aliasSteps,
    websiteSteps,
    caaSteps,
    certificateSteps,
    declarationSteps,
    serverSteps,
    oldRecordSteps,
    deploymentSteps,
    newRecordSteps,
    appleSteps,
    servingSteps,
  ]
    .flatMap((plan) => [...plan(facts)])
    .sort((a, b) => STEP_IDS.indexOf(a.id) - STEP_IDS.indexOf(b.id));
  const { tenant } = facts.declared ?? {};
  return {
    domain: facts.domain,
    ...(tenant ? { tenant: tenant.id } : {}),
    dns: dnsSetupOf(facts).kind,
    rollUp: rollUp(steps),
    steps,
    next: movesOf(steps),
  };
}

function rollUp(steps: readonly PlanStep[]): OnboardingPlan['rollUp'] {
  if (steps.some(({ state }) => state === 'blocked')) return 'stuck';
  return steps.some(({ id, state }) => id === 'serving' && state === 'done') ? 'serving' : 'in-progress';
}

/** Without AWS credentials the platform team acts next, even if no step that could be checked is open. */
function movesOf(steps: readonly PlanStep[]): OnboardingPlan['next'] {
  const isOpen = steps.some(({ state }) => state === 'to-do' || state === 'blocked');
  const blind = steps.filter(({ id, state }) => id === 'credentials' && state === 'unknown');
  return isOpen || blind.length === 0 ? nextMoves(steps) : blind.map(({ mover, title }) => ({ mover, title }));
}

/** The first open step of everyone who can act now; without one, the step that waits. */
export function nextMoves(steps: readonly Pick<PlanStep, 'mover' | 'title' | 'state'>[]): OnboardingPlan['next'] {
  const open = steps.filter(({ state }) => state === 'to-do' || state === 'blocked');
  const first = new Map<Mover, Pick<PlanStep, 'mover' | 'title'>>();
  for (const each of open) if (!first.has(each.mover)) first.set(each.mover, each);
  const waiting = steps.find(({ state }) => state === 'waiting');
  const moves = first.size > 0 || !waiting ? [...first.values()] : [waiting];
  return moves.map(({ mover, title }) => ({ mover, title }));
}
