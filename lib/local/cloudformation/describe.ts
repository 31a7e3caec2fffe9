import { objectOf } from '../json';
import { element, elements, type Xml } from '../simulation/aws/xml';
import type { ChangeSet, ResourceChange, StackEvent, StackRecord } from './stack';

/** A stack as `DescribeStacks` lists it. */
export function describeStack(stack: StackRecord): readonly Xml[] {
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

export function describeChangeSet(
  stack: StackRecord,
  { id, name, failure, changes, createdAt, input }: ChangeSet,
): Xml {
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

export function describeEvent(stack: StackRecord, event: StackEvent): readonly Xml[] {
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

/** The resources that exist, for both calls that list them. */
export function describeResources(stack: StackRecord): readonly Xml[] {
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
