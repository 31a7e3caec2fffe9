import { edgeFunctionName, tenantStackName } from '../../contract/names';
import { maskAddresses } from '../../core/discovery/mask';
import type { ResolvedPolicy } from '../../core/discovery/policy';
import { NOT_ASKED } from '../../core/onboarding/facts';
import { type Plan, planDomain } from '../../core/onboarding/plan';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import type { DomainRecord, TenantRecord } from '../../core/tenants/records';
import type { Outside } from '../observe/outside';
import { inTime } from '../time-limit';
import { observeProspect, type Prospect } from './prospect';

/** A declared domain, and what devices should be told there at this moment. */
export interface Planned {
  readonly tenant: TenantRecord;
  readonly domain: DomainRecord;
  readonly policy: ResolvedPolicy;
}

/** Plans for a declared domain, seen from outside. Problem code: `onboarding.no-time`. */
export type Planner = (planned: Planned) => Promise<Result<Plan>>;

/** The world to look at, the stage whose stacks are named, and how long a plan may take. */
export interface PlanFrom {
  readonly outside: Outside;
  readonly stage: string;
  readonly patienceMs: number;
}

/** AWS is not asked, and nobody's identifier travels; nothing in the plan looks like an address. */
export function createPlanner({ outside, stage, patienceMs }: PlanFrom): Planner {
  return async (planned) => {
    const looking = observeProspect(outside, async () => NOT_ASKED, prospectOf(planned, stage));
    const facts = await inTime(looking, patienceMs);
    return facts ? ok(maskAddresses(planDomain(facts))) : failed(noTime(planned.domain));
  };
}

function prospectOf({ tenant, domain, policy }: Planned, stage: string): Prospect {
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
