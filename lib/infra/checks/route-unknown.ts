import type { Template, TemplateFault, TemplateResource } from './template';

/** Stages of an HTTP API with settings for a route that does not exist, or may not exist yet: the deployment fails. */
export function checkRouteUnknown(templates: readonly Template[]): TemplateFault[] {
  return templates.flatMap((template) =>
    template.resources
      .filter(({ type }) => type === 'AWS::ApiGatewayV2::Stage')
      .flatMap((stage) => check(stage, template)),
  );
}

function check(stage: TemplateResource, { name, resources }: Template): TemplateFault[] {
  const routes = new Map(
    resources
      .filter(({ type }) => type === 'AWS::ApiGatewayV2::Route')
      .map(({ id, properties }) => [properties.at('RouteKey').text, id]),
  );
  return stage.properties.at('RouteSettings').entries.flatMap(([key]): TemplateFault[] => {
    const route = routes.get(key);
    if (route !== undefined && stage.dependsOn.includes(route)) return [];
    const found = route === undefined ? 'there is no such route' : `it does not depend on ${route}`;
    const message = `Cannot set limits for "${key}" in ${stage.id}: ${found}; expected a route that is created first`;
    const path = `Properties.RouteSettings.${key}`;
    return [{ code: 'template.route-unknown', message, template: name, resource: stage.id, path }];
  });
}
