import { CONFIG_PATH, distributionsOf, type TemplateDistribution } from './distribution';
import type { Template, TemplateFault } from './template';

/** Policies at least as strict as TLSv1.2_2021; a later one is added here when it is wanted. */
const STRICT_ENOUGH = ['TLSv1.2_2021', 'TLSv1.2_2025', 'TLSv1.3_2025'];

/** Distributions that accept viewers below TLSv1.2_2021: also those that leave it out, as the default is older. */
export function checkTlsFloor(templates: readonly Template[]): TemplateFault[] {
  return distributionsOf(templates).flatMap(check);
}

function check({ template, resource, config }: TemplateDistribution): TemplateFault[] {
  const policy = config.at('ViewerCertificate', 'MinimumProtocolVersion');
  // With CloudFront's own certificate the setting has no effect. [documented]
  const ignored = config.at('ViewerCertificate', 'CloudFrontDefaultCertificate').value === true;
  if (!ignored && STRICT_ENOUGH.includes(policy.text ?? '')) return [];
  const found = policy.missing || ignored ? 'left to the default' : JSON.stringify(policy.value);
  const message = `Cannot serve viewers of ${resource.id}: MinimumProtocolVersion is ${found}; expected TLSv1.2_2021 or later`;
  const path = `${CONFIG_PATH}.ViewerCertificate.MinimumProtocolVersion`;
  return [{ code: 'template.tls-floor', message, template: template.name, resource: resource.id, path }];
}
