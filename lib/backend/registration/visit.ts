import { problem } from '../../core/problems';
import { countChange, gateOf } from '../../core/registration/controls';
import { URL_CHECK_MS } from '../../core/registration/due';
import { afterObstacle, type Obstacle } from '../../core/registration/faults';
import { notifyReleased } from '../../core/registration/notices';
import {
  afterLeaving,
  afterObservation,
  afterWrite,
  beforeWrite,
  holdOf,
  isHeld,
  type ObservationContext,
  type Todo,
} from '../../core/registration/observation';
import type { Registration, ServerKey } from '../../core/registration/registration';
import type { ServerToken } from '../../core/registration/server-token';
import { type RegistrationStep, SIGNPOST } from '../../core/registration/step';
import { afterNoAsking, afterTokenRead, mayAskApple, withAccount } from '../../core/registration/token-status';
import type { Conversation, RegistrationPorts } from './ports';
import {
  changeControls,
  loadRecord,
  momentOf,
  observationContext,
  readControls,
  sendNotices,
  settingOf,
  VersionConflict,
  type VersionedRecord,
} from './record';

/**
 * Looks at a server and brings Apple nearer to what is wanted, as far as `deadline` allows. Everything is written down
 * step by step, so that a visit may end anywhere and the next one goes on. The registration as it is afterwards, or
 * nothing where the server is not declared. One that has left is looked at where somebody asks, or something is left.
 */
export async function visit(
  ports: RegistrationPorts,
  key: ServerKey,
  deadline: number,
  occasion: 'asked' | 'due',
): Promise<Registration | undefined> {
  let versioned = await loadRecord(ports, key);
  // Who overtook found Apple taken by this visit, and left what is due to it: once more, as two may go on for ever.
  for (let attempt = 1; versioned && attempt <= ATTEMPTS; attempt += 1) {
    try {
      versioned = await visitOnce(ports, versioned, deadline, occasion);
      break;
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
      versioned = await loadRecord(ports, key);
    }
  }
  return versioned && finish(ports, versioned);
}

const ATTEMPTS = 2;

async function visitOnce(
  ports: RegistrationPorts,
  versioned: VersionedRecord,
  deadline: number,
  occasion: 'asked' | 'due',
): Promise<VersionedRecord | undefined> {
  const { record, registration } = versioned;
  await versioned.commit(notifyReleased(registration, record.answersUntil, momentOf(ports, SIGNPOST)));
  await sendNotices(ports, versioned);
  if (versioned.registration.due > ports.clock()) return versioned;
  if (occasion === 'due' && (await hasLeft(ports, versioned))) return versioned;
  return observe(ports, versioned, deadline);
}

/** Whether the server has left and is let rest. */
async function hasLeft(ports: RegistrationPorts, versioned: VersionedRecord): Promise<boolean> {
  const { record, registration } = versioned;
  if (record.answersUntil === undefined) return false;
  const rest = afterLeaving(registration, momentOf(ports, SIGNPOST), settingOf(ports, record));
  if (rest) await versioned.commit(rest);
  return rest !== undefined;
}

/** What came up during the visit is told at once, if nobody else is at it. */
async function finish(ports: RegistrationPorts, versioned: VersionedRecord): Promise<Registration> {
  try {
    await sendNotices(ports, versioned);
  } catch (error) {
    if (!(error instanceof VersionConflict)) throw error;
  }
  return versioned.registration;
}

/** The server as it is in hand afterwards; nothing where it is no longer declared. */
async function observe(
  ports: RegistrationPorts,
  versioned: VersionedRecord,
  deadline: number,
): Promise<VersionedRecord | undefined> {
  if (await staysHeld(ports, versioned)) return versioned;
  const token = await usableToken(ports, versioned);
  if (!token) return versioned;
  const talked = await ports.apple.converse(token, deadline, async (conversation) => {
    // Whoever had the lease before may have changed things.
    const current = await loadRecord(ports, versioned.registration);
    if (current) await bringTogether(ports, current, conversation, deadline);
    return current;
  });
  if (talked.ok) return talked.value;
  // Whoever holds the lease would be overtaken by a note about it; the registration stays due as it is.
  if (talked.problem.code === 'adde.busy') return loadRecord(ports, versioned.registration);
  await meet(ports, versioned, talked.problem);
  return versioned;
}

/** While the stage holds everything back, neither secrets nor Apple are asked for what could not be done. */
async function staysHeld(ports: RegistrationPorts, versioned: VersionedRecord): Promise<boolean> {
  if (!isHeld(versioned.registration, ports.clock())) return false;
  const gate = gateOf(await readControls(ports));
  if (gate === 'open') return false;
  await meet(ports, versioned, holdOf(gate));
  return true;
}

/** The server's token, if Apple may be asked with it now; otherwise it is written down why not. */
async function usableToken(ports: RegistrationPorts, versioned: VersionedRecord): Promise<ServerToken | undefined> {
  const { registration, record } = versioned;
  const read = await ports.vault.read(registration, record.token);
  if (!read.ok) {
    await meet(ports, versioned, read.problem);
    return undefined;
  }
  const facts = ports.apple.factsOf(read.value);
  const moment = momentOf(ports, SIGNPOST);
  await versioned.commit(afterTokenRead(registration, facts, moment));
  if (facts.expiresAt <= moment.now) {
    await meet(ports, versioned, expired(facts.expiresAt));
    return undefined;
  }
  if (mayAskApple(versioned.registration, facts, moment.now)) return read.value;
  await versioned.commit(afterNoAsking(versioned.registration, moment));
  return undefined;
}

function expired(expiresAt: number): Obstacle {
  const when = new Date(expiresAt).toISOString();
  return problem('token.expired', `Cannot use the server token: it expired at ${when}; expected a renewed one`);
}

async function meet(ports: RegistrationPorts, versioned: VersionedRecord, obstacle: Obstacle): Promise<void> {
  await versioned.commit(afterObstacle(versioned.registration, obstacle, momentOf(ports, SIGNPOST)));
}

/** Looks, and tells Apple what is wanted where that differs. Runs while the lease is held. */
async function bringTogether(
  ports: RegistrationPorts,
  versioned: VersionedRecord,
  apple: Conversation,
  deadline: number,
): Promise<void> {
  const known = await knowAccount(versioned.registration, apple);
  const seen = await apple.readAddeUrl();
  if (!seen.ok) return versioned.commit(afterObstacle(known, seen.problem, momentOf(ports, SIGNPOST)));
  const context = await observationContext(ports, versioned.record, SIGNPOST);
  const { step, todo } = afterObservation(known, seen.value, context);
  if (todo.kind === 'rest') return versioned.commit(step);
  const hindrance = await mayWrite(ports, versioned.registration, todo, deadline);
  if (hindrance) return versioned.commit(joined(step, afterObstacle(step.registration, hindrance, context.moment)));
  await versioned.commit(beforeWrite(step, todo, momentOf(ports, SIGNPOST)));
  const written = todo.kind === 'set' ? await apple.setAddeUrl(todo.url) : await apple.removeAddeUrl();
  if (!written.ok) return meet(ports, versioned, written.problem);
  await confirm(ports, versioned, apple, context);
}

/** With the name of the entry, asked for once; that Apple does not say it stands in nobody's way. */
async function knowAccount(registration: Registration, apple: Conversation): Promise<Registration> {
  if (registration.token.account) return registration;
  const account = await apple.readAccount();
  return account.ok ? withAccount(registration, account.value) : registration;
}

/** The URL must lead to an MDM first, and there must not be too many changes. */
async function mayWrite(
  ports: RegistrationPorts,
  key: ServerKey,
  todo: Exclude<Todo, { kind: 'rest' }>,
  deadline: number,
): Promise<Obstacle | undefined> {
  if (todo.kind === 'set') {
    if (ports.clock() + URL_CHECK_MS > deadline) return tooLate();
    const checked = await ports.checkUrl(todo.url);
    if (!checked.ok) return checked.problem;
  }
  const servers = await ports.store.countServers();
  const controls = await changeControls(ports, (now) => countChange(now, key, servers, ports.clock()));
  const gate = gateOf(controls);
  return gate === 'open' ? undefined : holdOf(gate);
}

/** The process might be killed in the middle of it, and hold the lease that others wait for. */
function tooLate(): Obstacle {
  const message = 'Cannot tell Apple yet: it answered too late to follow the URL first; expected more time';
  return problem('apple.timeout', message);
}

/** Apple's own word for it, with the time that it gives. */
async function confirm(
  ports: RegistrationPorts,
  versioned: VersionedRecord,
  apple: Conversation,
  context: ObservationContext,
): Promise<void> {
  const seen = await apple.readAddeUrl();
  if (!seen.ok) return meet(ports, versioned, seen.problem);
  const moment = momentOf(ports, SIGNPOST);
  await versioned.commit(afterWrite(versioned.registration, seen.value, { ...context, moment }));
}

function joined(first: RegistrationStep, second: RegistrationStep): RegistrationStep {
  return { registration: second.registration, events: [...first.events, ...second.events] };
}
