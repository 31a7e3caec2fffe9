import { randomUUID } from 'node:crypto';
import { REGION } from '../../contract/names';
import type { Deployment, Schedule } from '../deployment';
import type { Functions } from '../lambda/functions';
import type { Log } from '../log';

export interface SchedulesOptions {
  readonly deployment: Pick<Deployment, 'schedules' | 'functions'>;
  readonly functions: Pick<Functions, 'invoke'>;
  readonly log: Log;
  /** Whether a function of this name is invoked as soon as the schedules start, and not only after its time. */
  readonly beginsAtOnce: (name: string) => boolean;
}

/** The part of EventBridge that invokes functions at a rate. */
export interface Schedules {
  /** Invokes each function at its rate from now on, and those that begin at once right away. */
  start(): void;
  /** Invokes a function of this name once more, and waits until it has ended. */
  run(name: string): Promise<void>;
  /** Stops all invocations. */
  stop(): void;
}

/** The schedules of a deployment; none runs before `start`. */
// rule: events.rate
export function createSchedules({ deployment, functions, log, beginsAtOnce }: SchedulesOptions): Schedules {
  let timers: readonly NodeJS.Timeout[] = [];
  const run = async (schedule: Schedule) => {
    const { functionArn } = schedule;
    const invoke = () => functions.invoke(functionArn, scheduledEvent(schedule, new Date()));
    let left = deployment.functions.get(functionArn)?.asynchronousRetries ?? 0;
    let invocation = await invoke();
    // rule: lambda.asynchronous-retries
    for (; invocation.kind === 'failure' && left > 0; left -= 1) invocation = await invoke();
    log({
      source: 'schedule',
      function: nameOf(schedule),
      outcome: invocation.kind === 'failure' ? invocation.reason : 'done',
    });
  };
  return {
    start: () => {
      timers = deployment.schedules.map((schedule) => {
        if (beginsAtOnce(nameOf(schedule))) void run(schedule);
        return setInterval(() => void run(schedule), schedule.everySeconds * 1000).unref();
      });
    },
    run: async (name) => {
      await Promise.all(deployment.schedules.filter((each) => nameOf(each) === name).map(run));
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer);
      timers = [];
    },
  };
}

function nameOf({ functionArn }: Schedule): string {
  return functionArn.split(':').at(-1) ?? functionArn;
}

// rule: events.scheduled-event
function scheduledEvent({ ruleArn, accountId }: Schedule, now: Date) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: now.toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region: REGION,
    resources: [ruleArn],
    detail: {},
  };
}
