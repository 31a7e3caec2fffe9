import { buildDeployment } from '../../../lib/local/assembly/build-deployment';
import { assembly, edgeStack } from '../templates';

const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:signpost-local-edge';

/** What becomes of a rule that invokes the one function there is. */
function built(properties: Readonly<Record<string, unknown>>) {
  const target = { Id: 'Target0', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } };
  const Properties = { State: 'ENABLED', Targets: [target], ...properties };
  return buildDeployment(assembly(edgeStack({ Rule: { Type: 'AWS::Events::Rule', Properties } })));
}

describe('a schedule', () => {
  test.each([
    ['rate(1 minute)', 60],
    ['rate(5 minutes)', 300],
    ['rate(1 hour)', 3600],
    ['rate(12 hours)', 43_200],
    ['rate(7 days)', 604_800],
  ])('is read from "%s"', (ScheduleExpression, everySeconds) => {
    expect(built({ ScheduleExpression })).toMatchObject({
      value: { schedules: [{ functionArn: FUNCTION, accountId: '111111111111', everySeconds }] },
    });
  });

  test('invokes every target of its rule', () => {
    const target = { Id: 'Target1', Arn: FUNCTION };
    expect(built({ ScheduleExpression: 'rate(1 hour)', Targets: [target, target] })).toMatchObject({
      value: { schedules: [{ functionArn: FUNCTION }, { functionArn: FUNCTION }] },
    });
  });

  test.each([
    'cron(0 12 * * ? *)',
    'rate(0 minutes)',
    'rate(5 weeks)',
    'rate(5 minutes) ',
    'at(2026-11-21T12:00:00)',
  ])('is refused as %j, with its place', (ScheduleExpression) => {
    expect(built({ ScheduleExpression })).toEqual({
      ok: false,
      problems: [
        expect.objectContaining({
          code: 'local.value',
          message: 'Cannot imitate this rule: its schedule is not a rate; expected a rate such as "rate(5 minutes)"',
          where: { file: 'Signpost-local-Edge.template.json', path: 'Resources.Rule' },
        }),
      ],
    });
  });

  test.each([
    ['a rule that is switched off', 'local.value', { State: 'DISABLED', ScheduleExpression: 'rate(1 hour)' }],
    [
      'a rule for events',
      'local.property',
      { ScheduleExpression: 'rate(1 hour)', EventPattern: { source: ['aws.ec2'] } },
    ],
    [
      'a target that is not there',
      'local.function',
      { ScheduleExpression: 'rate(1 hour)', Targets: [{ Arn: `${FUNCTION}-other` }] },
    ],
  ])('is refused as %s', (_, code, properties) => {
    expect(built(properties)).toMatchObject({ ok: false, problems: [{ code }] });
  });
});
