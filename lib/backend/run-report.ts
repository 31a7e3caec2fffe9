/** How the messages of a run went. */
export interface Sending {
  /** Messages that the topic refused. */
  readonly unsent: number;
}

/** What a scheduled run reports while it goes on: a line for each error, and the number of messages not sent. */
export class RunReport implements Sending {
  #unsent = 0;

  constructor(private readonly write: (line: string) => void) {}

  get unsent(): number {
    return this.#unsent;
  }

  /** By the kind of error alone: its text may hold secrets. */
  error(about: Readonly<Record<string, string>>, error: unknown): void {
    const name = error instanceof Error ? error.name : 'unknown';
    this.write(`${JSON.stringify({ level: 'error', ...about, error: name })}\n`);
  }

  /** Sends as before, and counts what is refused: it is only tried again later, and would not be noticed otherwise. */
  watching<Message>(send: (message: Message) => Promise<void>): (message: Message) => Promise<void> {
    return async (message) => {
      try {
        await send(message);
      } catch (error) {
        this.#unsent += 1;
        this.error({ failed: 'to send a message' }, error);
        throw error;
      }
    };
  }
}
