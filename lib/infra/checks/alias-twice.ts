import { CONFIG_PATH, distributionsOf } from './distribution';
import type { Template, TemplateFault } from './template';

/** Names that more than one distribution claims, across all templates. Names are compared without case. */
export function checkAliasTwice(templates: readonly Template[]): TemplateFault[] {
  const first = new Map<string, string>();
  const faults: TemplateFault[] = [];
  for (const { template, resource, config } of distributionsOf(templates)) {
    const here = `${template.name} ${resource.id}`;
    for (const alias of config.at('Aliases').elements.flatMap(({ text }) => text?.toLowerCase() ?? [])) {
      const owner = first.get(alias) ?? here;
      first.set(alias, owner);
      if (owner === here) continue;
      const message = `Cannot give "${alias}" to ${resource.id}: it is on ${owner} already; expected one distribution`;
      const path = `${CONFIG_PATH}.Aliases`;
      faults.push({ code: 'template.alias-twice', message, template: template.name, resource: resource.id, path });
    }
  }
  return faults;
}
