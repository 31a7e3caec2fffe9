import { problem } from '../../core/problems';
import { countChange, gateOf } from '../../core/registration/controls';
import { URL_CHECK_MS } from '../../core/registration/due';
import { afterObstacle, type Obstacle } from '../../core/registration/faults';
import { notifyReleased } from '../../core/registration/notices';
import {
  afterObservation,
  afterRelease,
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
import { afterSkippedSignIn, afterTokenRead, mayAskApple, withAccount } from '../../core/registration/token-status';
import { VersionConflict } from '../version-conflict';
import type { Conversation, RegistrationPorts } from './ports';
import {
  changeControls,
  loadRecord,
  momentOf,
  observationContext,
  readControls,
  sendNotices,
  settingOf,
  type VersionedRecord,
} from './record';

/**
 * Compares a server's ADDE URL at Apple with the wanted one and changes it where they differ, as far as `deadline` allows.
 * Each step is stored, so that a visit may end anywhere and the next one goes on. The registration as it is afterwards, or
 * nothing where the server is not declared. A released server is visited on request, or while a URL may be at Apple.
 */
export async function visit(
  ports: RegistrationPorts,
  key: ServerKey,
  deadline: number,
  occasion: 'asked' | 'due',
): Promise<Registration | undefined> {
  let versioned = await loadRecord(ports, key);
  // The process that wrote meanwhile may have found the lease taken and left its work to this visit: once more, as two
  // processes could go on for ever.
  for (let attempt = 1; versioned && attempt <= MAX_ATTEMPTS; attempt += 1) {
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

const MAX_ATTEMPTS = 2;

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
  if (occasion === 'due' && (await settleReleased(ports, versioned))) return versioned;
  return observe(ports, versioned, deadline);
}

/** Whether the server is released and nothing is left to do. */
async function settleReleased(ports: RegistrationPorts, versioned: VersionedRecord): Promise<boolean> {
  const { record, registration } = versioned;
  if (record.answersUntil === undefined) return false;
  const settled = afterRelease(registration, momentOf(ports, SIGNPOST), settingOf(ports, record));
  if (settled) await versioned.commit(settled);
  return settled !== undefined;
}

/** Sends at once what the visit has to report, unless another process writes at the same time. */
async function finish(ports: RegistrationPorts, versioned: VersionedRecord): Promise<Registration> {
  try {
    await sendNotices(ports, versioned);
  } catch (error) {
    if (!(error instanceof VersionConflict)) throw error;
  }
  return versioned.registration;
}

/** The server's current record afterwards; nothing where it is no longer declared. */
async function observe(
  ports: RegistrationPorts,
  versioned: VersionedRecord,
  deadline: number,
): Promise<VersionedRecord | undefined> {
  if (await isHeldBack(ports, versioned)) return versioned;
  const token = await usableToken(ports, versioned);
  if (!token) return versioned;
  const visited = await ports.apple.converse(token, deadline, async (conversation) => {
    // The process that had the lease before may have changed things.
    const current = await loadRecord(ports, versioned.registration);
    if (current) await applyDesiredUrl(ports, current, conversation, deadline);
    return current;
  });
  if (visited.ok) return visited.value;
  // Recording it would be a conflict for the process that holds the lease; the registration stays due as it is.
  if (visited.problem.code === 'adde.busy') return loadRecord(ports, versioned.registration);
  await recordObstacle(ports, versioned, visited.problem);
  return versioned;
}

/** While the stage holds everything back, secrets and Apple are not asked in vain. */
async function isHeldBack(ports: RegistrationPorts, versioned: VersionedRecord): Promise<boolean> {
  if (!isHeld(versioned.registration, ports.clock())) return false;
  const gate = gateOf(await readControls(ports));
  if (gate === 'open') return false;
  await recordObstacle(ports, versioned, holdOf(gate));
  return true;
}

/** The server's token, if Apple may be asked with it now; otherwise the reason is recorded. */
async function usableToken(ports: RegistrationPorts, versioned: VersionedRecord): Promise<ServerToken | undefined> {
  const { registration, record } = versioned;
  const read = await ports.vault.read(registration, record.token);
  if (!read.ok) {
    await recordObstacle(ports, versioned, read.problem);
    return undefined;
  }
  const facts = ports.apple.factsOf(read.value);
  const moment = momentOf(ports, SIGNPOST);
  await versioned.commit(afterTokenRead(registration, facts, moment));
  if (facts.expiresAt <= moment.now) {
    await recordObstacle(ports, versioned, expired(facts.expiresAt));
    return undefined;
  }
  if (mayAskApple(versioned.registration, facts, moment.now)) return read.value;
  await versioned.commit(afterSkippedSignIn(versioned.registration, moment));
  return undefined;
}

function expired(expiresAt: number): Obstacle {
  const when = new Date(expiresAt).toISOString();
  return problem('token.expired', `Cannot use the server token: it expired at ${when}; expected a renewed one`);
}

async function recordObstacle(ports: RegistrationPorts, versioned: VersionedRecord, obstacle: Obstacle): Promise<void> {
  await versioned.commit(afterObstacle(versioned.registration, obstacle, momentOf(ports, SIGNPOST)));
}

/** Reads Apple's ADDE URL and changes it where another one is wanted. Runs while the lease is held. */
async function applyDesiredUrl(
  ports: RegistrationPorts,
  versioned: VersionedRecord,
  apple: Conversation,
  deadline: number,
): Promise<void> {
  const known = await withKnownAccount(versioned.registration, apple);
  const seen = await apple.readAddeUrl();
  if (!seen.ok) return versioned.commit(afterObstacle(known, seen.problem, momentOf(ports, SIGNPOST)));
  const context = await observationContext(ports, versioned.record, SIGNPOST);
  const { step, todo } = afterObservation(known, seen.value, context);
  if (todo.kind === 'nothing') return versioned.commit(step);
  const obstacle = await findObstacle(ports, versioned.registration, todo, deadline);
  if (obstacle) return versioned.commit(joined(step, afterObstacle(step.registration, obstacle, context.moment)));
  await versioned.commit(beforeWrite(step, todo, momentOf(ports, SIGNPOST)));
  const written = todo.kind === 'set' ? await apple.setAddeUrl(todo.url) : await apple.removeAddeUrl();
  if (!written.ok) return recordObstacle(ports, versioned, written.problem);
  await confirmWrite(ports, versioned, apple, context);
}

/** With the name of the entry, asked for once; the visit goes on without it where Apple does not give it. */
async function withKnownAccount(registration: Registration, apple: Conversation): Promise<Registration> {
  if (registration.token.account) return registration;
  const account = await apple.readAccount();
  return account.ok ? withAccount(registration, account.value) : registration;
}

/** What blocks a write: a URL that does not lead to an MDM, or too many changes. */
async function findObstacle(
  ports: RegistrationPorts,
  key: ServerKey,
  todo: Exclude<Todo, { kind: 'nothing' }>,
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

/** The process might be killed during the check, and hold the lease that others wait for. */
function tooLate(): Obstacle {
  const message =
    'Cannot change the ADDE URL yet: Apple answered too late for the URL to be checked first; expected more time';
  return problem('apple.timeout', message);
}

/** Reads the URL back, with the time that Apple gives. */
async function confirmWrite(
  ports: RegistrationPorts,
  versioned: VersionedRecord,
  apple: Conversation,
  context: ObservationContext,
): Promise<void> {
  const seen = await apple.readAddeUrl();
  if (!seen.ok) return recordObstacle(ports, versioned, seen.problem);
  const moment = momentOf(ports, SIGNPOST);
  await versioned.commit(afterWrite(versioned.registration, seen.value, { ...context, moment }));
}

function joined(first: RegistrationStep, second: RegistrationStep): RegistrationStep {
  return { registration: second.registration, events: [...first.events, ...second.events] };
}
