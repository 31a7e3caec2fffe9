import type { ApiAnswer, AwsOperation, AwsRequest, Service } from '../simulation/aws/api';
import { apiError } from '../simulation/aws/api';
import { element, elements, type Xml } from '../simulation/aws/xml';
import { describeChangeSet, describeEvent, describeResources, describeStack } from './describe';
import { type FetchTemplate, optional, readInput, required } from './form';
import { Refused, type Stacks } from './stacks';

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
