import { edgeFunctionName, tenantStackName } from '../../contract/names';
import { maskAddresses } from '../../core/discovery/mask';
import type { ResolvedPolicy } from '../../core/discovery/policy';
import { NOT_ASKED } from '../../core/onboarding/facts';
import { type OnboardingPlan, planDomain } from '../../core/onboarding/plan';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import type { DomainRecord, TenantRecord } from '../../core/tenants/records';
import type { NetworkAccess } from '../observe/network-access';
import { clockLimit, inTime } from '../timing/time-limit';
import { type OnboardingInput, observeOnboarding } from './onboarding-input';

/** A declared domain, and the answer for devices there at this moment. */
interface Planned {
  readonly tenant: TenantRecord;
  readonly domain: DomainRecord;
  readonly policy: ResolvedPolicy;
}

/** Plans for a declared domain, seen from the internet. Problem code: `onboarding.no-time`. */
export type Planner = (planned: Planned) => Promise<Result<OnboardingPlan>>;

/** How to reach the internet, the stage whose stacks are named, and how long a plan may take. */
export interface PlanFrom {
  readonly access: NetworkAccess;
  readonly stage: string;
  readonly patienceMs: number;
}

/** Asks no AWS service and sends test identifiers; the plan holds nothing that may be an e-mail address. */
export function createPlanner({ access, stage, patienceMs }: PlanFrom): Planner {
  return async (planned) => {
    const observing = observeOnboarding(access, async () => NOT_ASKED, inputOf(planned, stage));
    const facts = await inTime(observing, clockLimit(patienceMs));
    return facts ? ok(maskAddresses(planDomain(facts))) : failed(noTime(planned.domain));
  };
}

function inputOf({ tenant, domain, policy }: Planned, stage: string): OnboardingInput {
  const kind = domain.decidedBy === 'elsewhere' ? ('elsewhere' as const) : ('front' as const);
  return {
    domain: domain.name,
    names: { edgeFunction: edgeFunctionName(stage), stack: tenantStackName(stage, tenant.id) },
    declared: { tenant, domain: { kind, policy } },
  };
}

function noTime({ name }: DomainRecord) {
  const message = `Cannot plan for ${name}: the time is over; expected answers sooner`;
  return problem('onboarding.no-time', message);
}
