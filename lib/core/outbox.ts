/** A message in an outbox; the process that has claimed it is sending it. Milliseconds since 1970. */
export interface OutboxMessage {
  readonly claimedUntil?: number;
}

/** Longest time that sending takes; a process that dies meanwhile leaves its messages to the next one. */
export const CLAIM_MS = 2 * 60_000;

/** The outbox with every free message claimed, so that no other process sends it too; and what was claimed. */
export function claimMessages<Message extends OutboxMessage>(
  outbox: readonly Message[],
  now: number,
): { readonly outbox: readonly Message[]; readonly claimed: readonly Message[] } {
  const isFree = ({ claimedUntil = 0 }: Message) => claimedUntil <= now;
  const claimed = outbox.filter(isFree);
  return { outbox: outbox.map((each) => (isFree(each) ? { ...each, claimedUntil: now + CLAIM_MS } : each)), claimed };
}

/** The outbox without what was sent; what could not be sent is free again when its claim is over. */
export function withoutSent<Message>(
  outbox: readonly Message[],
  sent: readonly Message[],
  idOf: (message: Message) => string,
): readonly Message[] {
  const ids = new Set(sent.map(idOf));
  return outbox.filter((each) => !ids.has(idOf(each)));
}
