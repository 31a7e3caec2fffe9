import { randomUUID } from 'node:crypto';
import type { RegionalFunction } from '../deployment';
import { type Child, type ChildSettings, LOADED, startChild } from './child';
import type { Invocation } from './invocation';

interface Waiting {
  readonly event: unknown;
  readonly settle: (invocation: Invocation) => void;
}

/** One process; busy while it has an invocation to answer. */
interface Environment {
  readonly child: Child;
  isLoaded: boolean;
  busy?: { readonly settle: (invocation: Invocation) => void; timer: NodeJS.Timeout };
  /** Why it was ended. */
  late?: string;
}

// rule: lambda.init-limit
const LOADING_SECONDS = 10;

/** More than one machine can use; Lambda allows a thousand. */
const MAX_ENVIRONMENTS = 4;

const STOPPING: Invocation = { kind: 'failure', reason: 'the local cloud is stopping' };
const LOST = 'the process of the function ended before it answered';

/**
 * Runs a function as Lambda does: each process answers one invocation at a time, and a process that hangs or dies takes
 * that one invocation along. Processes start when they are needed, up to a few; further invocations wait.
 */
// rule: lambda.one-at-a-time
export class EnvironmentPool {
  private readonly environments = new Set<Environment>();
  private waiting: Waiting[] = [];
  private closed = false;

  constructor(
    private readonly target: RegionalFunction,
    private readonly settings: () => ChildSettings,
    private readonly onLine: (line: string) => void,
  ) {}

  /** Never rejects: every error is a failure. */
  invoke(event: unknown): Promise<Invocation> {
    return new Promise((settle) => {
      if (this.closed) return settle(STOPPING);
      this.waiting.push({ event, settle });
      this.serve();
    });
  }

  /** Ids of the processes that run now. */
  pids(): readonly number[] {
    return [...this.environments].flatMap(({ child }) => child.pid ?? []);
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const { settle } of this.waiting) settle(STOPPING);
    this.waiting = [];
    const ended = [...this.environments].map((environment) => {
      const { busy, child } = environment;
      environment.busy = undefined;
      clearTimeout(busy?.timer);
      busy?.settle(STOPPING);
      return child.end();
    });
    await Promise.all(ended);
  }

  private serve(): void {
    while (this.waiting.length > 0) {
      const free = this.freeEnvironment();
      const next = free && this.waiting.shift();
      if (!next) return;
      this.start(free, next);
    }
  }

  private freeEnvironment(): Environment | undefined {
    for (const environment of this.environments) if (!environment.busy) return environment;
    return this.environments.size < MAX_ENVIRONMENTS ? this.newEnvironment() : undefined;
  }

  private newEnvironment(): Environment {
    const child = startChild(
      this.target,
      {
        onLine: this.onLine,
        onReply: (id, invocation) =>
          id === LOADED ? this.onLoaded(environment) : this.onReply(environment, invocation),
        onEnd: () => this.onEnd(environment),
      },
      this.settings(),
    );
    const environment: Environment = { child, isLoaded: false };
    this.environments.add(environment);
    return environment;
  }

  private start(environment: Environment, { event, settle }: Waiting): void {
    const { timeoutSeconds, name, arn, memoryMegabytes } = this.target;
    environment.busy = { settle, timer: this.limit(environment) };
    const context = {
      awsRequestId: randomUUID(),
      timeLimit: timeoutSeconds * 1000,
      functionName: name,
      functionVersion: '$LATEST',
      invokedFunctionArn: arn,
      memoryLimitInMB: String(memoryMegabytes),
    };
    environment.child.send([{ id: 0, event, context }]);
  }

  /** Ends the process when its time is over: that of its invocation, or that of loading before. */
  // rule: lambda.time-limit
  private limit(environment: Environment): NodeJS.Timeout {
    const { timeoutSeconds } = this.target;
    const seconds = environment.isLoaded ? timeoutSeconds : LOADING_SECONDS;
    const timer = setTimeout(() => {
      environment.late = `the function did not ${environment.isLoaded ? 'end' : 'load'} within its time limit of ${seconds} s`;
      void environment.child.end();
    }, seconds * 1000);
    return timer.unref();
  }

  private onLoaded(environment: Environment): void {
    environment.isLoaded = true;
    if (!environment.busy) return;
    clearTimeout(environment.busy.timer);
    environment.busy.timer = this.limit(environment);
  }

  private onReply(environment: Environment, invocation: Invocation): void {
    const { busy } = environment;
    environment.busy = undefined;
    clearTimeout(busy?.timer);
    busy?.settle(invocation);
    this.serve();
  }

  private onEnd(environment: Environment): void {
    const { busy } = environment;
    this.environments.delete(environment);
    environment.busy = undefined;
    clearTimeout(busy?.timer);
    busy?.settle({ kind: 'failure', reason: environment.late ?? LOST });
    if (!this.closed) this.serve();
  }
}
