import type { Json, Template, TemplateResource } from './template';

/** A distribution of a template. */
export interface TemplateDistribution {
  readonly template: Template;
  readonly resource: TemplateResource;
  readonly config: Json;
}

/** A behaviour of a distribution, and its place in the template. */
export interface Behavior {
  readonly path: string;
  readonly settings: Json;
}

export const CONFIG_PATH = 'Properties.DistributionConfig';

export function distributionsOf(templates: readonly Template[]): readonly TemplateDistribution[] {
  return templates.flatMap((template) =>
    template.resources
      .filter(({ type }) => type === 'AWS::CloudFront::Distribution')
      .map((resource) => ({ template, resource, config: resource.properties.at('DistributionConfig') })),
  );
}

/** The default behaviour and all others. */
export function behaviorsOf({ config }: TemplateDistribution): readonly Behavior[] {
  const others = config.at('CacheBehaviors').elements.map((settings, index) => ({
    path: `${CONFIG_PATH}.CacheBehaviors.${index}`,
    settings,
  }));
  return [{ path: `${CONFIG_PATH}.DefaultCacheBehavior`, settings: config.at('DefaultCacheBehavior') }, ...others];
}
