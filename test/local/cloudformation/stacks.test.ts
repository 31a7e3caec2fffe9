import { NO_CHANGES, Refused } from '../../../lib/local/cloudformation/stacks';
import { inputOf, stacksOnPaper } from './fake-target';

const TOPIC = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'people' } };
const TABLE = { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 'data' }, DependsOn: ['Topic'] };
const CUSTOM = { Type: 'Custom::Tenant', Properties: { name: { Ref: 'Table' } } };

function statuses({ events }: { events: readonly { logicalId: string; status: string }[] }): string[] {
  return events.map(({ logicalId, status }) => `${logicalId} ${status}`);
}

describe('a stack', () => {
  test('is made in the order of what depends on what, and takes effect as a whole', async () => {
    const { stacks, applied, asked } = stacksOnPaper();
    const stack = await stacks.deploy('one', inputOf({ Custom: CUSTOM, Table: TABLE, Topic: TOPIC }));
    expect(statuses(stack)).toEqual([
      'one CREATE_IN_PROGRESS',
      ...['Topic', 'Table', 'Custom'].flatMap((id) => [`${id} CREATE_IN_PROGRESS`, `${id} CREATE_COMPLETE`]),
      'one CREATE_COMPLETE',
    ]);
    expect(asked).toMatchObject([{ logicalId: 'Custom', request: { kind: 'Create' } }]);
    expect(applied).toEqual([['one: Custom,Table,Topic']]);
  });

  test('whose first deployment fails is rolled back, the last first, and must be deleted', async () => {
    const { stacks, applied, asked, faults } = stacksOnPaper();
    faults.add({ resource: 'Late', kind: 'fails' });
    const late = { Type: 'AWS::CloudWatch::Alarm', DependsOn: 'Custom' };
    const stack = await stacks.deploy('one', inputOf({ Topic: TOPIC, Table: TABLE, Custom: CUSTOM, Late: late }));
    expect(statuses(stack).slice(-9)).toEqual([
      'Late CREATE_FAILED',
      'one ROLLBACK_IN_PROGRESS',
      ...['Custom', 'Table', 'Topic'].flatMap((id) => [`${id} DELETE_IN_PROGRESS`, `${id} DELETE_COMPLETE`]),
      'one ROLLBACK_COMPLETE',
    ]);
    expect(asked.map(({ request }) => request.kind)).toEqual(['Create', 'Delete']);
    expect(applied.at(-1)).toEqual([]);
    expect(() => stacks.createChangeSet('one', 'again', 'CREATE', inputOf({ Topic: TOPIC }))).toThrow(
      /ROLLBACK_COMPLETE/,
    );
    stacks.remove('one');
    await stacks.idle();
    expect(stack.status).toBe('DELETE_COMPLETE');
    expect((await stacks.deploy('one', inputOf({ Topic: TOPIC }))).status).toBe('CREATE_COMPLETE');
  });

  test.each([
    ['Retain', 'ROLLBACK_COMPLETE'],
    ['RetainExceptOnCreate', 'CREATE_COMPLETE'],
    ['Delete', 'CREATE_COMPLETE'],
  ])('with a table under a fixed name and %s ends, tried again after a failure, in %s', async (policy, status) => {
    const { stacks, faults } = stacksOnPaper();
    const resources = { Topic: TOPIC, Table: { ...TABLE, DeletionPolicy: policy }, Custom: CUSTOM };
    faults.add({ resource: 'Custom', kind: 'fails' });
    await stacks.deploy('one', inputOf(resources));
    stacks.remove('one');
    await stacks.idle();
    expect((await stacks.deploy('one', inputOf(resources))).status).toBe(status);
  });

  test('whose change fails is as it was: what was changed is changed back, what was made is gone', async () => {
    const { stacks, applied, asked, refused } = stacksOnPaper();
    await stacks.deploy('one', inputOf({ Table: TABLE, Custom: CUSTOM }));
    refused.add('Create Other');
    const changed = { ...CUSTOM, Properties: { name: 'new' } };
    const other = { Type: 'Custom::Tenant', DependsOn: 'Custom' };
    const stack = await stacks.deploy('one', inputOf({ Table: TABLE, Custom: changed, Topic: TOPIC, Other: other }));
    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(asked.map(({ logicalId, request }) => `${request.kind} ${logicalId}`)).toEqual([
      ...['Create Custom', 'Update Custom', 'Create Other', 'Update Custom', 'Delete Other'],
    ]);
    expect(asked.at(3)).toMatchObject({ request: { oldProperties: { name: 'new' } } });
    expect([...stack.resources.keys()].sort()).toEqual(['Custom', 'Table']);
    expect(applied.at(-1)).toEqual(['one: Table,Custom']);
  });

  test('loses what the new template lacks last, and keeps what is to be retained', async () => {
    const { stacks } = stacksOnPaper();
    await stacks.deploy('one', inputOf({ Topic: TOPIC, Table: { ...TABLE, DeletionPolicy: 'Retain' } }));
    const stack = await stacks.deploy('one', inputOf({ Other: { Type: 'AWS::SNS::Topic' } }));
    expect(statuses(stack).slice(-6)).toEqual([
      'Other CREATE_COMPLETE',
      'one UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Table DELETE_SKIPPED',
      'Topic DELETE_IN_PROGRESS',
      'Topic DELETE_COMPLETE',
      'one UPDATE_COMPLETE',
    ]);
  });

  test('under termination protection is not deleted', async () => {
    const { stacks } = stacksOnPaper();
    const stack = await stacks.deploy('one', inputOf({ Topic: TOPIC }));
    stack.terminationProtection = true;
    expect(() => stacks.remove('one')).toThrow(/TerminationProtection/);
    expect(stack.status).toBe('CREATE_COMPLETE');
  });

  test('cannot make what another stack has under the same name', async () => {
    const { stacks } = stacksOnPaper();
    await stacks.deploy('one', inputOf({ Topic: TOPIC }));
    const other = await stacks.deploy('two', inputOf({ Topic: TOPIC }));
    expect(other).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    expect(other.events.find(({ status }) => status === 'CREATE_FAILED')?.reason).toMatch(/already exists/);
  });

  test.each([
    ['at once', 0, []],
    ['while it is watched', 1, [1000, 1000]],
  ])('is rolled back by an alarm %s', async (_case, monitoringMinutes, waits) => {
    const { stacks, faults, waited } = stacksOnPaper();
    await stacks.deploy('one', inputOf({ Topic: TOPIC }));
    if (monitoringMinutes === 0) faults.setAlarm('arn:alarm', true);
    const rollback = { alarmArns: ['arn:alarm'], monitoringMinutes };
    const push = waited.push.bind(waited);
    waited.push = (...values) => {
      if (waited.length === 1) faults.setAlarm('arn:alarm', true);
      return push(...values);
    };
    const stack = await stacks.deploy('one', inputOf({ Other: TOPIC }, { rollback }));
    expect({ status: stack.status, waited: [...waited] }).toEqual({
      status: 'UPDATE_ROLLBACK_COMPLETE',
      waited: waits,
    });
  });
});

describe('a change set', () => {
  test('of nothing new says so, and cannot be executed', async () => {
    const { stacks } = stacksOnPaper();
    await stacks.deploy('one', inputOf({ Topic: TOPIC }));
    const { failure, changes } = stacks.createChangeSet('one', 'none', 'UPDATE', inputOf({ Topic: TOPIC }));
    expect({ failure, changes }).toEqual({ failure: NO_CHANGES, changes: [] });
    expect(() => stacks.execute('none', 'one')).toThrow(Refused);
  });

  test('lists what is added, changed and removed', async () => {
    const { stacks } = stacksOnPaper();
    await stacks.deploy('one', inputOf({ Topic: TOPIC, Gone: { Type: 'AWS::SNS::Topic' } }));
    const next = inputOf({ Topic: { ...TOPIC, Properties: { TopicName: 'others' } }, Table: TABLE });
    expect(stacks.createChangeSet('one', 'some', 'UPDATE', next).changes).toMatchObject([
      { action: 'Modify', logicalId: 'Topic', scope: ['Properties'] },
      { action: 'Add', logicalId: 'Table' },
      { action: 'Remove', logicalId: 'Gone' },
    ]);
  });
});
