import { behaviorsOf, distributionsOf } from './distribution';
import type { Template, TemplateFault } from './template';

/** Behaviours that configure forwarding in the old way and the new way at once. */
export function checkForwardedValues(templates: readonly Template[]): TemplateFault[] {
  return distributionsOf(templates).flatMap((distribution) =>
    behaviorsOf(distribution)
      .filter(({ settings }) => !settings.at('ForwardedValues').missing && !settings.at('CachePolicyId').missing)
      .map(({ path }) => ({
        code: 'template.forwarded-values' as const,
        message: `Cannot use ForwardedValues in ${distribution.resource.id}: it has a CachePolicyId too; expected only the cache policy`,
        template: distribution.template.name,
        resource: distribution.resource.id,
        path: `${path}.ForwardedValues`,
      })),
  );
}
