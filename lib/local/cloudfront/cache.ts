import type { OutgoingResponse } from '../http-message';

interface Entry {
  readonly response: OutgoingResponse;
  readonly since: number;
  readonly until: number;
}

/** Answers by key, for as long as they are fresh; the oldest go first when it is full. */
export class AnswerCache {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly clock: () => number,
    private readonly maxEntries = 1000,
  ) {}

  get(key: string): { readonly response: OutgoingResponse; readonly ageSeconds: number } | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    const now = this.clock();
    if (now < entry.until) return { response: entry.response, ageSeconds: Math.floor((now - entry.since) / 1000) };
    this.entries.delete(key);
    return undefined;
  }

  put(key: string, response: OutgoingResponse, seconds: number): void {
    if (seconds <= 0) return;
    const oldest = this.entries.keys().next().value;
    if (this.entries.size >= this.maxEntries && oldest !== undefined) this.entries.delete(oldest);
    const now = this.clock();
    this.entries.set(key, { response, since: now, until: now + seconds * 1000 });
  }
}
