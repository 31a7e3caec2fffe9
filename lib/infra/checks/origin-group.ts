import { behaviorsOf, CONFIG_PATH, distributionsOf, type TemplateDistribution } from './distribution';
import type { Json, Template, TemplateFault } from './template';

/** The methods that CloudFront fails over for, and so accepts in a behaviour on an origin group. [documented] */
const METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Origin groups that are not of two different origins, and behaviours on one that allow other methods. */
export function checkOriginGroup(templates: readonly Template[]): TemplateFault[] {
  return distributionsOf(templates).flatMap(check);
}

function check(distribution: TemplateDistribution): TemplateFault[] {
  const { template, resource, config } = distribution;
  const groups = config.at('OriginGroups', 'Items').elements;
  const ids = groups.flatMap((group) => group.at('Id').text ?? []);
  const fault = (path: string, message: string): TemplateFault => ({
    code: 'template.origin-group',
    message,
    template: template.name,
    resource: resource.id,
    path,
  });
  return [
    ...groups.flatMap((group, index) => {
      const members = membersOf(group);
      if (members.length === 2 && new Set(members).size === 2) return [];
      const message = `Cannot fail over in the origin group ${JSON.stringify(group.at('Id').value)} of ${resource.id}: its members are ${members.join(', ') || 'none'}; expected two different origins`;
      return [fault(`${CONFIG_PATH}.OriginGroups.Items.${index}.Members`, message)];
    }),
    ...behaviorsOf(distribution).flatMap(({ path, settings }) => {
      const methods = settings.at('AllowedMethods').elements.flatMap(({ text }) => text ?? []);
      const others = methods.filter((method) => !METHODS.includes(method));
      if (others.length === 0 || !ids.includes(settings.at('TargetOriginId').text ?? '')) return [];
      const message = `Cannot allow ${others.join(', ')} on an origin group of ${resource.id}; expected ${METHODS.join(', ')} at most`;
      return [fault(`${path}.AllowedMethods`, message)];
    }),
  ];
}

function membersOf(group: Json): readonly string[] {
  return group.at('Members', 'Items').elements.flatMap((member) => member.at('OriginId').text ?? []);
}
