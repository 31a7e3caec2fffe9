import { readFileSync } from 'node:fs';
import { type App, type IPolicyValidationContext, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { definitionOf } from '../core/problems';
import { checkTemplates, type Fault } from './checks';
import { parseTemplate } from './checks/template';

/** Makes synthesis fail on findings of cdk-nag, and on what CloudFront would refuse although CloudFormation's rules accept it. */
export function addValidation(app: App): void {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), templateChecks);
}

/** Our own checks as a plugin; it reads the templates as they were written. */
const templateChecks: IPolicyValidationPlugin = {
  name: 'Signpost',
  validate({ templatePaths }: IPolicyValidationContext) {
    const templates = templatePaths.map((path) => parseTemplate(path, readFileSync(path, 'utf8')));
    const faults = checkTemplates(templates);
    return { success: faults.length === 0, violations: faults.map(toViolation) };
  },
};

function toViolation({ code, message, template, resource, path }: Fault) {
  return {
    ruleName: code,
    description: message,
    fix: definitionOf(code).remedy,
    severity: 'error',
    violatingResources: [{ resourceLogicalId: resource, templatePath: template, locations: [path] }],
  };
}
