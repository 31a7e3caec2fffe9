import type { DeployedFunction } from '../deployment';
import { type Child, startChild } from './child';
import type { Invocation } from './invocation';

interface Waiting {
  readonly id: number;
  readonly event: unknown;
  readonly settle: (invocation: Invocation) => void;
  deadline: number;
}

const STOPPING: Invocation = { kind: 'failure', reason: 'the local cloud is stopping' };

/**
 * Runs a function in a child process, which starts with the first invocation. Invocations run together; where the child hangs
 * or dies, those in progress are retried one by one, so that only the one at fault fails, as on Lambda, where each has its
 * own environment.
 */
export class FunctionProcess {
  private readonly underWay = new Map<number, Waiting>();
  private waiting: Waiting[] = [];
  /** Were in progress when the child ended; each is retried alone. */
  private suspects: Waiting[] = [];
  private alone = false;
  private child: Child | undefined;
  private timer: NodeJS.Timeout | undefined;
  private lastId = 0;
  private closed = false;

  constructor(
    private readonly target: DeployedFunction,
    private readonly onLine: (line: string) => void,
  ) {}

  /** Never rejects: every error is a failure. */
  invoke(event: unknown): Promise<Invocation> {
    return new Promise((settle) => {
      if (this.closed) return settle(STOPPING);
      this.lastId += 1;
      this.waiting.push({ id: this.lastId, event, settle, deadline: 0 });
      // Invocations of one turn of the event loop are sent together.
      if (this.waiting.length === 1) setImmediate(() => this.sendNext());
    });
  }

  /** Ends the child; pending invocations fail. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    for (const each of [...this.underWay.values(), ...this.suspects, ...this.waiting]) each.settle(STOPPING);
    this.underWay.clear();
    this.suspects = [];
    this.waiting = [];
    await this.child?.end();
  }

  private sendNext(): void {
    if (this.alone) return;
    const suspect = this.suspects.shift();
    if (suspect) {
      this.alone = true;
      this.send([suspect]);
    } else if (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      this.send(group);
    }
  }

  private send(group: readonly Waiting[]): void {
    this.child ??= startChild(this.target, {
      onLine: (line) => this.onLine(line),
      onReply: (id, invocation) => this.onReply(id, invocation),
      onEnd: () => this.onEnd(),
    });
    // rule: lambda.time-limit
    const deadline = Date.now() + this.target.timeoutSeconds * 1000;
    for (const each of group) {
      each.deadline = deadline;
      this.underWay.set(each.id, each);
    }
    this.watch();
    this.child.send(group.map(({ id, event }) => ({ id, event })));
  }

  private onReply(id: number, invocation: Invocation): void {
    const answered = this.underWay.get(id);
    if (!answered) return;
    this.underWay.delete(id);
    answered.settle(invocation);
    if (!this.alone) return;
    this.alone = false;
    this.sendNext();
  }

  /** The child is gone, and with it every pending answer. */
  private onEnd(): void {
    this.child = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
    const [only, ...others] = this.underWay.values();
    this.underWay.clear();
    this.alone = false;
    if (only && others.length === 0) only.settle({ kind: 'failure', reason: this.whyLost(only) });
    else if (only) this.suspects.unshift(only, ...others);
    if (!this.closed) this.sendNext();
  }

  private whyLost({ deadline }: Waiting): string {
    return deadline <= Date.now()
      ? `the function did not end within its time limit of ${this.target.timeoutSeconds} s`
      : 'the process of the function ended before it answered';
  }

  /** One timer for all: invocations in progress are ordered by their deadlines. */
  private watch(): void {
    const oldest = this.underWay.values().next().value;
    if (this.timer || !oldest) return;
    const onTime = () => {
      this.timer = undefined;
      const first = this.underWay.values().next().value;
      if (first && first.deadline <= Date.now()) void this.child?.end();
      else this.watch();
    };
    this.timer = setTimeout(onTime, Math.max(oldest.deadline - Date.now(), 1));
    this.timer.unref();
  }
}
