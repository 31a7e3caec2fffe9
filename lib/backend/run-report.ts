/** How the messages of a run went. */
export interface Sending {
  /** Messages that the topic refused. */
  readonly unsent: number;
}

/** What a scheduled run says of itself while it goes on: a line for each error, and how much could not be sent. */
export class RunReport implements Sending {
  #unsent = 0;

  constructor(private readonly write: (line: string) => void) {}

  get unsent(): number {
    return this.#unsent;
  }

  /** By the kind of error alone: what it says may hold what nobody else should read. */
  error(about: Readonly<Record<string, string>>, error: unknown): void {
    const name = error instanceof Error ? error.name : 'unknown';
    this.write(`${JSON.stringify({ level: 'error', ...about, error: name })}\n`);
  }

  /** Sends as before. A message that is refused waits and is tried again, so that nobody else would hear of it. */
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
