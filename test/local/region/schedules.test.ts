import type { Invocation } from '../../../lib/local/lambda/invocation';
import type { LogEntry } from '../../../lib/local/log';
import { createSchedules } from '../../../lib/local/region/schedules';

const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:signpost-local-reconcile';
const RULE = 'arn:aws:events:us-east-1:111111111111:rule/every-hour';

/** Starts a schedule whose function gives this answer, and waits until its outcome is in the log. */
async function firstRun(outcomes: readonly Invocation[], retries: number) {
  const events: unknown[] = [];
  const left = [...outcomes];
  const target = {
    arn: FUNCTION,
    name: 'signpost-local-reconcile',
    directory: '/nowhere',
    handler: 'index.handler',
    memoryMegabytes: 128,
    timeoutSeconds: 3,
    environment: {},
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    asynchronousRetries: retries,
  };
  let logged: (entry: LogEntry) => void = () => {};
  const entry = new Promise<LogEntry>((resolve) => {
    logged = resolve;
  });
  const schedules = createSchedules({
    deployment: {
      functions: new Map([[FUNCTION, target]]),
      schedules: [{ ruleArn: RULE, accountId: '111111111111', functionArn: FUNCTION, everySeconds: 3600 }],
    },
    functions: {
      invoke: async (_arn, event) => {
        events.push(event);
        return left.shift() ?? { kind: 'result', result: undefined };
      },
    },
    log: (each) => logged(each),
    beginsAtOnce: () => true,
  });
  expect(events).toEqual([]);
  schedules.start();
  const found = await entry;
  schedules.stop();
  return { entry: found, events };
}

const FAILURE: Invocation = { kind: 'failure', reason: 'the function threw Error' };

describe('a schedule', () => {
  test('invokes its function once it starts, with a scheduled event', async () => {
    const { entry, events } = await firstRun([], 0);
    expect(entry).toEqual({ source: 'schedule', function: 'signpost-local-reconcile', outcome: 'done' });
    expect(events).toEqual([
      expect.objectContaining({
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: '111111111111',
        region: 'us-east-1',
        resources: [RULE],
        detail: {},
      }),
    ]);
  });

  test.each([
    ['as often as its function says', [FAILURE, FAILURE], 2, 3, 'done'],
    ['not at all where its function says so', [FAILURE], 0, 1, 'the function threw Error'],
    ['and then no more', [FAILURE, FAILURE], 1, 2, 'the function threw Error'],
  ] as const)('is tried again %s', async (_name, outcomes, retries, invocations, outcome) => {
    const { entry, events } = await firstRun(outcomes, retries);
    expect(events).toHaveLength(invocations);
    expect(entry).toMatchObject({ outcome });
  });
});
