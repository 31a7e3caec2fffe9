import type { RollbackConfiguration, StackInput, Tag } from './stack';
import { Refused } from './stacks';
import { readTemplate } from './template-source';

/** The template that a URL of the asset bucket names; nothing where there is none. */
export type FetchTemplate = (url: string) => string | undefined;

/** A parameter that must be there. Throws `Refused`. */
export function required(form: URLSearchParams, name: string): string {
  const value = optional(form, name);
  if (value === undefined) throw new Refused('ValidationError', `Parameter ${name} is missing`);
  return value;
}

/** A parameter that may be missing or empty. */
export function optional(form: URLSearchParams, name: string): string | undefined {
  const value = form.get(name);
  return value === null || value === '' ? undefined : value;
}

/** The next version of a stack. Throws `Refused` where it has no template. */
export function readInput(form: URLSearchParams, fetchTemplate: FetchTemplate): StackInput {
  const url = optional(form, 'TemplateURL');
  const templateBody = url === undefined ? optional(form, 'TemplateBody') : fetchTemplate(url);
  if (templateBody === undefined) throw new Refused('ValidationError', 'There is no template at the given place');
  const roleArn = optional(form, 'RoleARN');
  return {
    templateBody,
    template: readTemplate(templateBody),
    parameters: Object.fromEntries(
      members(form, 'Parameters', ['ParameterKey', 'ParameterValue']).map(([key, value]) => [key, value]),
    ),
    tags: members(form, 'Tags', ['Key', 'Value']).map(([key, value]): Tag => ({ key, value })),
    capabilities: list(form, 'Capabilities'),
    ...(roleArn === undefined ? {} : { roleArn }),
    rollback: readRollback(form),
  };
}

function readRollback(form: URLSearchParams): RollbackConfiguration {
  const triggers = members(form, 'RollbackConfiguration.RollbackTriggers', ['Arn', 'Type']);
  return {
    alarmArns: triggers.map(([arn]) => arn),
    monitoringMinutes: Number(form.get('RollbackConfiguration.MonitoringTimeInMinutes') ?? 0),
  };
}

/** `Name.member.1`, `Name.member.2` … */
function list(form: URLSearchParams, name: string): readonly string[] {
  return [...form].flatMap(([key, value]) => (key.startsWith(`${name}.member.`) ? [value] : []));
}

/** Pairs of fields of `Name.member.1.<field>` and so on. */
function members(
  form: URLSearchParams,
  name: string,
  [first, second]: readonly [string, string],
): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = [];
  for (let index = 1; form.has(`${name}.member.${index}.${first}`); index += 1) {
    const prefix = `${name}.member.${index}`;
    pairs.push([form.get(`${prefix}.${first}`) ?? '', form.get(`${prefix}.${second}`) ?? '']);
  }
  return pairs;
}
