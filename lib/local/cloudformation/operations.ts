import { objectOf } from '../json';
import type { ApiAnswer, AwsOperation, AwsRequest, Service } from '../simulation/aws/api';
import { apiError } from '../simulation/aws/api';
import { element, elements, type Xml } from '../simulation/aws/xml';
import type {
  ChangeSet,
  ResourceChange,
  RollbackConfiguration,
  StackEvent,
  StackInput,
  StackRecord,
  Tag,
} from './stack';
import { Refused, type Stacks } from './stacks';
import { readTemplate } from './template-source';

/** The template that a URL of the asset bucket names; nothing where there is none. */
export type FetchTemplate = (url: string) => string | undefined;

interface Operation {
  /** Parameters that are understood, by their first part; any other one is refused. */
  readonly parameters: readonly string[];
  readonly run: (form: URLSearchParams, stacks: Stacks, fetchTemplate: FetchTemplate) => Xml | undefined;
}

const COMMON = ['Action', 'Version'];

/** Understood, and without effect here: nested stacks do not exist, roles are not imitated. */
const WITHOUT_EFFECT = [
  'RoleARN',
  'ClientToken',
  'ClientRequestToken',
  'Description',
  'IncludeNestedStacks',
  'DeploymentConfig',
];

const OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeStacks: {
    parameters: ['StackName', 'NextToken'],
    run: (form, stacks) => {
      const name = form.get('StackName');
      const found =
        name === null ? stacks.all().filter(({ status }) => status !== 'DELETE_COMPLETE') : [stacks.find(name)];
      return element('Stacks', ...found.map((stack) => element('member', ...describeStack(stack))));
    },
  },
  CreateChangeSet: {
    parameters: [
      ...['StackName', 'ChangeSetName', 'ChangeSetType', 'TemplateURL', 'TemplateBody', 'UsePreviousTemplate'],
      ...['Parameters', 'Capabilities', 'Tags', 'RollbackConfiguration', 'ImportExistingResources', ...WITHOUT_EFFECT],
    ],
    run: (form, stacks, fetchTemplate) => {
      const stackName = required(form, 'StackName');
      const kind = form.get('ChangeSetType') === 'CREATE' ? 'CREATE' : 'UPDATE';
      if (form.get('ImportExistingResources') === 'true') throw notImitated('ImportExistingResources');
      const input = readInput(form, fetchTemplate);
      const changeSet = stacks.createChangeSet(stackName, required(form, 'ChangeSetName'), kind, input);
      return elements([element('Id', changeSet.id), element('StackId', stacks.find(stackName).id)]);
    },
  },
  DescribeChangeSet: {
    parameters: ['ChangeSetName', 'StackName', 'NextToken', 'IncludePropertyValues'],
    run: (form, stacks) => {
      const { stack, changeSet } = stacks.findChangeSet(required(form, 'ChangeSetName'), optional(form, 'StackName'));
      return describeChangeSet(stack, changeSet);
    },
  },
  DeleteChangeSet: {
    parameters: ['ChangeSetName', 'StackName'],
    run: (form, stacks) => {
      const stackName = optional(form, 'StackName');
      // rule: cloudformation.delete-missing
      if (stackName !== undefined) stacks.find(stackName);
      try {
        stacks.deleteChangeSet(required(form, 'ChangeSetName'), stackName);
      } catch (error) {
        if (!(error instanceof Refused && error.code === 'ChangeSetNotFound')) throw error;
      }
      return undefined;
    },
  },
  ExecuteChangeSet: {
    parameters: ['ChangeSetName', 'StackName', 'ClientRequestToken', 'DisableRollback', 'RetainExceptOnCreate'],
    run: (form, stacks) => {
      if (form.get('DisableRollback') === 'true') throw notImitated('DisableRollback');
      stacks.execute(required(form, 'ChangeSetName'), optional(form, 'StackName'));
      return undefined;
    },
  },
  DeleteStack: {
    parameters: ['StackName', ...WITHOUT_EFFECT],
    run: (form, stacks) => {
      stacks.remove(required(form, 'StackName'));
      return undefined;
    },
  },
  DescribeStackEvents: {
    parameters: ['StackName', 'NextToken'],
    run: (form, stacks) => {
      const stack = stacks.find(required(form, 'StackName'));
      const newestFirst = [...stack.events].reverse();
      return element('StackEvents', ...newestFirst.map((event) => element('member', ...describeEvent(stack, event))));
    },
  },
  DescribeStackResources: {
    parameters: ['StackName'],
    run: (form, stacks) => {
      const stack = stacks.find(required(form, 'StackName'));
      return element('StackResources', ...describeResources(stack));
    },
  },
  ListStackResources: {
    parameters: ['StackName', 'NextToken'],
    run: (form, stacks) => {
      const stack = stacks.find(required(form, 'StackName'));
      return element('StackResourceSummaries', ...describeResources(stack));
    },
  },
  GetTemplate: {
    parameters: ['StackName', 'TemplateStage'],
    run: (form, stacks) => {
      const stack = stacks.find(required(form, 'StackName'));
      return element('TemplateBody', stack.deployed?.templateBody ?? '{}');
    },
  },
  UpdateTerminationProtection: {
    parameters: ['StackName', 'EnableTerminationProtection'],
    run: (form, stacks) => {
      const stack = stacks.find(required(form, 'StackName'));
      stack.terminationProtection = form.get('EnableTerminationProtection') === 'true';
      return element('StackId', stack.id);
    },
  },
};

/** CloudFormation, as the pinned CDK CLI speaks to it. What is not known is refused with its name. */
export function cloudFormation(stacks: Stacks, fetchTemplate: FetchTemplate): Service {
  const operations = Object.entries(OPERATIONS).map(
    ([action, operation]): AwsOperation => ({
      permission: `cloudformation:${action}`,
      matches: ({ body }) => (new URLSearchParams(body).get('Action') === action ? [] : undefined),
      run: (request) => answer(action, operation, request, stacks, fetchTemplate),
    }),
  );
  return { format: 'xml', operations };
}

function answer(
  action: string,
  { parameters, run }: Operation,
  { body }: AwsRequest,
  stacks: Stacks,
  fetchTemplate: FetchTemplate,
): ApiAnswer {
  const form = new URLSearchParams(body);
  const unknown = [...form.keys()].find((key) => ![...COMMON, ...parameters].includes(key.split('.')[0] ?? ''));
  try {
    if (unknown !== undefined) throw notImitated(unknown);
    const result = run(form, stacks, fetchTemplate);
    const content = result ? [result] : [];
    return { kind: 'xml', document: element(`${action}Response`, element(`${action}Result`, ...content)) };
  } catch (error) {
    if (error instanceof Refused) return apiError(400, error.code, error.message);
    throw error;
  }
}

function notImitated(parameter: string): Refused {
  return new Refused('ValidationError', `The local CloudFormation does not imitate the parameter "${parameter}"`);
}

function required(form: URLSearchParams, name: string): string {
  const value = optional(form, name);
  if (value === undefined) throw new Refused('ValidationError', `Parameter ${name} is missing`);
  return value;
}

function optional(form: URLSearchParams, name: string): string | undefined {
  const value = form.get(name);
  return value === null || value === '' ? undefined : value;
}

function readInput(form: URLSearchParams, fetchTemplate: FetchTemplate): StackInput {
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

function describeStack(stack: StackRecord): readonly Xml[] {
  const { deployed, outputs } = stack;
  return [
    element('StackId', stack.id),
    element('StackName', stack.name),
    element('CreationTime', time(stack.createdAt)),
    ...(stack.updatedAt === undefined ? [] : [element('LastUpdatedTime', time(stack.updatedAt))]),
    ...(stack.deletedAt === undefined ? [] : [element('DeletionTime', time(stack.deletedAt))]),
    element('StackStatus', stack.status),
    ...(stack.statusReason === undefined ? [] : [element('StackStatusReason', stack.statusReason)]),
    element('EnableTerminationProtection', stack.terminationProtection),
    element('DisableRollback', false),
    ...(deployed?.roleArn === undefined ? [] : [element('RoleARN', deployed.roleArn)]),
    element('Capabilities', ...(deployed?.capabilities ?? []).map((each) => element('member', each))),
    element(
      'Parameters',
      ...Object.entries(deployed?.parameters ?? {}).map(([key, value]) => describeParameter(key, value)),
    ),
    element(
      'Tags',
      ...(deployed?.tags ?? []).map(({ key, value }) =>
        element('member', element('Key', key), element('Value', value)),
      ),
    ),
    element(
      'Outputs',
      ...outputs.map(({ key, value }) => element('member', element('OutputKey', key), element('OutputValue', value))),
    ),
  ];
}

function describeParameter(key: string, value: string): Xml {
  return element('member', element('ParameterKey', key), element('ParameterValue', value));
}

function describeChangeSet(stack: StackRecord, { id, name, failure, changes, createdAt, input }: ChangeSet): Xml {
  return elements([
    element('ChangeSetId', id),
    element('ChangeSetName', name),
    element('StackId', stack.id),
    element('StackName', stack.name),
    element('CreationTime', time(createdAt)),
    element('Status', failure === undefined ? 'CREATE_COMPLETE' : 'FAILED'),
    element('ExecutionStatus', failure === undefined ? 'AVAILABLE' : 'UNAVAILABLE'),
    ...(failure === undefined ? [] : [element('StatusReason', failure)]),
    element(
      'Tags',
      ...input.tags.map(({ key, value }) => element('member', element('Key', key), element('Value', value))),
    ),
    element('Changes', ...changes.map(describeChange)),
  ]);
}

function describeChange({ action, logicalId, physicalId, type, replacement, scope }: ResourceChange): Xml {
  const change = element(
    'ResourceChange',
    element('Action', action),
    element('LogicalResourceId', logicalId),
    ...(physicalId === undefined ? [] : [element('PhysicalResourceId', physicalId)]),
    element('ResourceType', type),
    ...(replacement === undefined ? [] : [element('Replacement', replacement)]),
    element('Scope', ...scope.map((each) => element('member', each))),
  );
  return element('member', element('Type', 'Resource'), change);
}

function describeEvent(stack: StackRecord, event: StackEvent): readonly Xml[] {
  return [
    element('StackId', stack.id),
    element('EventId', event.id),
    element('StackName', stack.name),
    element('LogicalResourceId', event.logicalId),
    element('PhysicalResourceId', event.physicalId),
    element('ResourceType', event.type),
    element('Timestamp', time(event.time)),
    element('ResourceStatus', event.status),
    ...(event.reason === undefined ? [] : [element('ResourceStatusReason', event.reason)]),
  ];
}

function describeResources(stack: StackRecord): readonly Xml[] {
  const { Resources } = stack.deployed?.template ?? {};
  return [...stack.resources].map(([logicalId, { physicalId, type }]) =>
    element(
      'member',
      element('StackName', stack.name),
      element('LogicalResourceId', logicalId),
      element('PhysicalResourceId', physicalId),
      element('ResourceType', type || String(objectOf(objectOf(Resources)[logicalId])['Type'])),
      element('LastUpdatedTimestamp', time(stack.updatedAt ?? stack.createdAt)),
      element('Timestamp', time(stack.updatedAt ?? stack.createdAt)),
      element('ResourceStatus', 'CREATE_COMPLETE'),
    ),
  );
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
