import { createDeploymentFaults } from '../../../lib/local/cloudformation/faults';
import { cloudFormation } from '../../../lib/local/cloudformation/operations';
import { ORDERS_PATH, takeOrder } from '../../../lib/local/cloudformation/orders';
import { type ControlPlane, startControlPlane } from '../../../lib/local/simulation/aws/control-plane';
import { inputOf, stacksOnPaper } from './fake-target';

describe('CloudFormation on the wire', () => {
  const { stacks } = stacksOnPaper();
  const faults = createDeploymentFaults();
  let plane: ControlPlane;
  beforeAll(async () => {
    await stacks.deploy('one', inputOf({ Topic: { Type: 'AWS::SNS::Topic' } }));
    plane = await startControlPlane({
      services: { cloudformation: cloudFormation(stacks, () => undefined) },
      orders: (request) => (request.target === ORDERS_PATH ? takeOrder(request, faults) : undefined),
    });
  });
  afterAll(() => plane.close());

  async function call(parameters: Readonly<Record<string, string>>): Promise<string> {
    const headers = {
      Authorization: 'AWS4-HMAC-SHA256 Credential=local/20261201/us-east-1/cloudformation/aws4_request',
      'Content-Type': 'application/x-www-form-urlencoded',
    };
    const body = new URLSearchParams({ Version: '2010-05-15', ...parameters });
    return (await fetch(plane.url, { method: 'POST', headers, body })).text();
  }

  test('describes a stack', async () => {
    const text = await call({ Action: 'DescribeStacks', StackName: 'one' });
    expect(text).toContain('<StackStatus>CREATE_COMPLETE</StackStatus>');
  });

  test.each([
    ['a stack that does not exist', { Action: 'DescribeStacks', StackName: 'two' }, 'Stack with id two does not exist'],
    ['an action', { Action: 'DetectStackDrift', StackName: 'one' }, 'is not imitated'],
    ['a parameter', { Action: 'DescribeStacks', Colour: 'red' }, 'does not imitate the parameter "Colour"'],
    [
      'a roll-forward',
      { Action: 'ExecuteChangeSet', ChangeSetName: 'x', DisableRollback: 'true' },
      '"DisableRollback"',
    ],
    ['a missing parameter', { Action: 'GetTemplate' }, 'Parameter StackName is missing'],
    [
      'a template that is not there',
      { Action: 'CreateChangeSet', StackName: 'two', ChangeSetName: 'x', TemplateURL: 'http://127.0.0.1/x.json' },
      'no template',
    ],
    [
      'a template in YAML',
      { Action: 'CreateChangeSet', StackName: 'two', ChangeSetName: 'x', TemplateBody: 'Resources:' },
      'JSON objects only',
    ],
  ])('refuses %s with its name', async (_case, parameters, message) => {
    expect(await call(parameters)).toContain(message);
  });

  const order = async (body: string) => {
    const answer = await fetch(`${plane.url}${ORDERS_PATH}`, { method: 'POST', body });
    return `${answer.status} ${await answer.text()}`;
  };

  test('takes an order for a fault, which happens once', async () => {
    expect(await order('{"fault":{"resource":"Topic","kind":"fails"}}')).toMatch(/^200/);
    expect(faults.take('one', 'Topic', 'AWS::SNS::Topic')).toMatchObject({ kind: 'fails' });
    expect(faults.take('one', 'Topic', 'AWS::SNS::Topic')).toBeUndefined();
  });

  test('takes the state of an alarm', async () => {
    expect(await order('{"alarm":"arn:a","isInAlarm":true}')).toMatch(/^200/);
    expect(faults.isInAlarm('arn:a')).toBe(true);
  });

  test.each([
    '',
    'no JSON',
    '{"fault":{"resource":"Topic","kind":"explodes"}}',
  ])('refuses the order %s', async (text) => {
    expect(await order(text)).toMatch(/^400 .*expected/);
  });
});
