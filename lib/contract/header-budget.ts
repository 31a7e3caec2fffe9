import { type Problem, problem } from '../core/problems';
import { frontsOf, type Tenant } from '../core/tenants/fleet';
import {
  encodeFrontSettings,
  exceedsHeaderBudget,
  frontSettings,
  headerLength,
  ORIGIN_HEADER_LIMITS,
} from './front-settings';

/** Every front whose settings CloudFront would refuse, by the file that declares it. Apart from `front-settings`, which the edge function bundles. */
export function checkHeaderBudgets(tenants: readonly Tenant[]): Problem[] {
  return tenants.flatMap((tenant) =>
    frontsOf(tenant).flatMap((front) => {
      const headers = encodeFrontSettings(frontSettings(tenant, front));
      if (!exceedsHeaderBudget(headers)) return [];
      const message = `Cannot put the policy of "${front.name}" into origin headers: they take ${headerLength(headers)} characters; expected at most ${ORIGIN_HEADER_LIMITS.totalLength}`;
      return [
        problem('tenant.policy-too-large', message, {
          file: `tenants/${tenant.id}.ts`,
          path: `domains["${front.name}"]`,
        }),
      ];
    }),
  );
}
