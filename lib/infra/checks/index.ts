import { checkAliasTwice } from './alias-twice';
import { checkEdgeUnversioned } from './edge-unversioned';
import { checkForwardedValues } from './forwarded-values';
import { checkHeaderBudget } from './header-budget';
import { checkOriginGroup } from './origin-group';
import { checkOriginUnknown } from './origin-unknown';
import { checkRouteUnknown } from './route-unknown';
import type { Template, TemplateFault } from './template';
import { checkTlsFloor } from './tls-floor';

export type { Template, TemplateFault as Fault } from './template';

/**
 * Every check. The order is that of the report alone: first what would reach the wrong place, then what a deployment
 * would refuse. No check depends on another.
 */
const CHECKS: readonly ((templates: readonly Template[]) => TemplateFault[])[] = [
  checkOriginUnknown,
  checkAliasTwice,
  checkTlsFloor,
  checkEdgeUnversioned,
  checkForwardedValues,
  checkHeaderBudget,
  checkOriginGroup,
  checkRouteUnknown,
];

/** What a deployment would refuse in these templates taken together. */
export function checkTemplates(templates: readonly Template[]): readonly TemplateFault[] {
  return CHECKS.flatMap((check) => check(templates));
}
