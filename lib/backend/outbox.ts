import { claimMessages, type OutboxMessage, withoutSent } from '../core/outbox';
import { retryOnConflict } from './version-conflict';

/** The outbox of a stored record, and how its messages are sent. */
export interface Outbox<Stored, Message extends OutboxMessage> {
  readonly messagesOf: (record: Stored) => readonly Message[];
  /** What a message is known by, in whatever version of the record. */
  readonly idOf: (message: Message) => string;
  /** Stores the record with these messages. Throws `VersionConflict`. */
  readonly store: (record: Stored, messages: readonly Message[]) => Promise<Stored>;
  /** The record as it is stored now. */
  readonly reload: (record: Stored) => Promise<Stored | undefined>;
  /** Rejects where the message could not be sent. */
  readonly send: (message: Message) => Promise<void>;
}

/** Claims what waits, sends it and marks it as sent; nothing where the record is gone. Throws `VersionConflict`. */
export async function sendWaiting<Stored, Message extends OutboxMessage>(
  outbox: Outbox<Stored, Message>,
  record: Stored,
  now: number,
): Promise<Stored | undefined> {
  const waiting = claimMessages(outbox.messagesOf(record), now);
  if (waiting.claimed.length === 0) return record;
  return sendClaimed(outbox, await outbox.store(record, waiting.outbox), waiting.claimed);
}

/** Sends messages that this process has claimed, and marks them as sent; nothing where the record is gone. */
export async function sendClaimed<Stored, Message extends OutboxMessage>(
  outbox: Outbox<Stored, Message>,
  record: Stored,
  claimed: readonly Message[],
): Promise<Stored | undefined> {
  const sent: Message[] = [];
  for (const message of claimed) {
    if (await wasSent(outbox.send(message))) sent.push(message);
  }
  return sent.length === 0 ? record : markAsSent(outbox, record, sent);
}

/** Also where other processes change the record meanwhile: the messages would be sent again. */
async function markAsSent<Stored, Message extends OutboxMessage>(
  outbox: Outbox<Stored, Message>,
  record: Stored,
  sent: readonly Message[],
): Promise<Stored | undefined> {
  let current: Stored | undefined;
  return retryOnConflict('what was sent', async () => {
    current = current === undefined ? record : await outbox.reload(record);
    return current && outbox.store(current, withoutSent(outbox.messagesOf(current), sent, outbox.idOf));
  });
}

/** Whether a message was sent; where it was not, a later visit tries again. */
export function wasSent(sending: Promise<void>): Promise<boolean> {
  return sending.then(
    () => true,
    () => false,
  );
}
