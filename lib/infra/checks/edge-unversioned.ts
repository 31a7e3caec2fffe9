import { behaviorsOf, distributionsOf, type TemplateDistribution } from './distribution';
import type { Json, Template, TemplateFault } from './template';

/**
 * Edge functions that are associated without a version's number. A reference to an SSM parameter or to a version passes,
 * as what it will be is not in the template.
 */
export function checkEdgeUnversioned(templates: readonly Template[]): TemplateFault[] {
  return distributionsOf(templates).flatMap(check);
}

function check(distribution: TemplateDistribution): TemplateFault[] {
  const { template, resource } = distribution;
  const functions = new Set(
    template.resources.filter(({ type }) => type === 'AWS::Lambda::Function').map(({ id }) => id),
  );
  return behaviorsOf(distribution).flatMap(({ path: behavior, settings }) =>
    settings.at('LambdaFunctionAssociations').elements.flatMap((association, index): TemplateFault[] => {
      const arn = association.at('LambdaFunctionARN');
      if (isVersioned(arn, functions)) return [];
      const message = `Cannot run ${JSON.stringify(arn.value)} at the edge of ${resource.id}; expected the ARN of a numbered version`;
      const path = `${behavior}.LambdaFunctionAssociations.${index}.LambdaFunctionARN`;
      return [{ code: 'template.edge-unversioned', message, template: template.name, resource: resource.id, path }];
    }),
  );
}

/** arn : partition : lambda : region : account : function : name : version */
const VERSIONED_ARN = /^arn:[^:]+:lambda:[^:]+:[^:]+:function:[^:]+:\d+$/;
const ENDS_WITH_VERSION = /:\d+$/;

function isVersioned(arn: Json, functions: ReadonlySet<string>): boolean {
  if (arn.text !== undefined) return VERSIONED_ARN.test(arn.text);
  const [attribute] = arn.at('Fn::GetAtt').elements;
  const target = arn.at('Ref').text ?? attribute?.text?.split('.')[0];
  if (target !== undefined) return !functions.has(target);
  if (!arn.at('Fn::Join').missing) return joinedIsVersioned(arn.at('Fn::Join'), functions);
  if (!arn.at('Fn::Sub').missing) return substitutedIsVersioned(arn.at('Fn::Sub'), functions);
  return !arn.missing;
}

/** Judged by its last piece: a number, or something that may resolve to a version. */
function joinedIsVersioned(join: Json, functions: ReadonlySet<string>): boolean {
  const [separator, pieces] = join.elements;
  const last = pieces?.elements.at(-1);
  if (last === undefined) return false;
  if (last.text === undefined) return isVersioned(last, functions);
  return ENDS_WITH_VERSION.test(`${separator?.text ?? ''}${last.text}`);
}

function substitutedIsVersioned(substitution: Json, functions: ReadonlySet<string>): boolean {
  const text = substitution.elements[0]?.text ?? '';
  const target = /\$\{([^}.]+)[^}]*\}$/.exec(text)?.[1];
  return target === undefined ? ENDS_WITH_VERSION.test(text) : !functions.has(target);
}
