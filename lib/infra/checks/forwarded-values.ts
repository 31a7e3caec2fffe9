import { behaviorsOf, distributionsOf } from './distribution';
import type { Template, TemplateFault } from './template';

/** Behaviours that say what is forwarded in the old way and the new way at once. */
export function checkForwardedValues(templates: readonly Template[]): TemplateFault[] {
  return distributionsOf(templates).flatMap((distribution) =>
    behaviorsOf(distribution)
      .filter(({ settings }) => !settings.at('ForwardedValues').missing && !settings.at('CachePolicyId').missing)
      .map(({ path }) => ({
        code: 'template.forwarded-values' as const,
        message: `Cannot use ForwardedValues in ${distribution.resource.id}: there is a CachePolicyId too; expected the cache policy alone`,
        template: distribution.template.name,
        resource: distribution.resource.id,
        path: `${path}.ForwardedValues`,
      })),
  );
}
