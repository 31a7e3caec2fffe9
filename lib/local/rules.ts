import { backendRules } from './rules/backend';
import { cloudformationRules } from './rules/cloudformation';
import { cloudfrontRules } from './rules/cloudfront';
import { controlPlaneRules } from './rules/control-plane';
import { edgeRules } from './rules/edge';
import { surroundingRules } from './rules/surroundings';

/**
 * Every rule of AWS that is imitated. Code that imitates one names its id in a comment that begins with `rule:`, or where
 * it gives the reason of an answer; a test keeps code, list and docs/verify-in-account.md in step.
 */
export const RULES = {
  ...cloudfrontRules,
  ...edgeRules,
  ...surroundingRules,
  ...controlPlaneRules,
  ...backendRules,
  ...cloudformationRules,
};

export type RuleId = keyof typeof RULES;
