import { behaviorsOf, CONFIG_PATH, distributionsOf, type TemplateDistribution } from './distribution';
import type { Json, Template, TemplateFault } from './template';

/** Behaviours whose target is not an origin (or origin group) of their distribution, and origin groups with such members. */
export function checkOriginUnknown(templates: readonly Template[]): TemplateFault[] {
  return distributionsOf(templates).flatMap(check);
}

function check(distribution: TemplateDistribution): TemplateFault[] {
  const { template, resource, config } = distribution;
  const origins = idsOf(config.at('Origins'));
  const groups = config.at('OriginGroups', 'Items');
  const targets = [...origins, ...idsOf(groups)];
  const fault = (path: string, id: Json, known: readonly string[]): TemplateFault[] => {
    if (id.text !== undefined && known.includes(id.text)) return [];
    const message = `Cannot find the origin ${JSON.stringify(id.value)} in ${resource.id}; expected one of ${known.join(', ') || 'none, there are no origins'}`;
    return [{ code: 'template.origin-unknown', message, template: template.name, resource: resource.id, path }];
  };
  return [
    ...behaviorsOf(distribution).flatMap(({ path, settings }) =>
      fault(`${path}.TargetOriginId`, settings.at('TargetOriginId'), targets),
    ),
    ...groups.elements.flatMap((group, index) =>
      group
        .at('Members', 'Items')
        .elements.flatMap((member) =>
          fault(`${CONFIG_PATH}.OriginGroups.Items.${index}.Members`, member.at('OriginId'), origins),
        ),
    ),
  ];
}

function idsOf(list: Json): readonly string[] {
  return list.elements.flatMap((each) => each.at('Id').text ?? []);
}
