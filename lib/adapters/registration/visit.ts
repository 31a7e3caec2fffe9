import { problem } from '../../core/problems';
import { countChange, gateOf } from '../../core/registration/controls';
import { afterObstacle, type Obstacle } from '../../core/registration/faults';
import {
  afterLeaving,
  afterLook,
  afterWrite,
  beforeWrite,
  holdOf,
  isHeld,
  type LookContext,
  type Todo,
} from '../../core/registration/look';
import { tellReleased } from '../../core/registration/notices';
import type { Registration, ServerKey } from '../../core/registration/registration';
import type { ServerToken } from '../../core/registration/server-token';
import { SIGNPOST, type Step } from '../../core/registration/step';
import { afterNoAsking, afterTokenRead, mayAskApple, withAccount } from '../../core/registration/token-status';
import type { Conversation } from '../apple-enrollment/client';
import { tokenFacts } from '../apple-enrollment/fingerprint';
import { type RegistrationPorts, URL_CHECK_MS } from './ports';
import {
  changeControls,
  type Holding,
  lookContext,
  momentOf,
  Overtaken,
  readControls,
  sendNotices,
  settingOf,
  takeInHand,
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
  let holding = await takeInHand(ports, key);
  // Who overtook found Apple taken by this visit, and left what is due to it: once more, as two may go on for ever.
  for (let attempt = 1; holding && attempt <= ATTEMPTS; attempt += 1) {
    try {
      holding = await visitOnce(ports, holding, deadline, occasion);
      break;
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      holding = await takeInHand(ports, key);
    }
  }
  return holding && finish(ports, holding);
}

const ATTEMPTS = 2;

async function visitOnce(
  ports: RegistrationPorts,
  holding: Holding,
  deadline: number,
  occasion: 'asked' | 'due',
): Promise<Holding | undefined> {
  const { record, registration } = holding;
  await holding.commit(tellReleased(registration, record.answersUntil, momentOf(ports, SIGNPOST)));
  await sendNotices(ports, holding);
  if (holding.registration.due > ports.clock()) return holding;
  if (occasion === 'due' && (await hasLeft(ports, holding))) return holding;
  return look(ports, holding, deadline);
}

/** Whether the server has left and is let rest. */
async function hasLeft(ports: RegistrationPorts, holding: Holding): Promise<boolean> {
  const { record, registration } = holding;
  if (record.answersUntil === undefined) return false;
  const rest = afterLeaving(registration, momentOf(ports, SIGNPOST), settingOf(ports, record));
  if (rest) await holding.commit(rest);
  return rest !== undefined;
}

/** What came up during the visit is told at once, if nobody else is at it. */
async function finish(ports: RegistrationPorts, holding: Holding): Promise<Registration> {
  try {
    await sendNotices(ports, holding);
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
  }
  return holding.registration;
}

/** The server as it is in hand afterwards; nothing where it is no longer declared. */
async function look(ports: RegistrationPorts, holding: Holding, deadline: number): Promise<Holding | undefined> {
  if (await staysHeld(ports, holding)) return holding;
  const token = await usableToken(ports, holding);
  if (!token) return holding;
  const talked = await ports.apple.converse(token, deadline, async (conversation) => {
    // Whoever had the lease before may have changed things.
    const current = await takeInHand(ports, holding.registration);
    if (current) await bringTogether(ports, current, conversation, deadline);
    return current;
  });
  if (talked.ok) return talked.value;
  // Whoever holds the lease would be overtaken by a note about it; the registration stays due as it is.
  if (talked.problem.code === 'adde.busy') return takeInHand(ports, holding.registration);
  await meet(ports, holding, talked.problem);
  return holding;
}

/** While the stage holds everything back, neither secrets nor Apple are asked for what could not be done. */
async function staysHeld(ports: RegistrationPorts, holding: Holding): Promise<boolean> {
  if (!isHeld(holding.registration, ports.clock())) return false;
  const gate = gateOf(await readControls(ports));
  if (gate === 'open') return false;
  await meet(ports, holding, holdOf(gate));
  return true;
}

/** The server's token, if Apple may be asked with it now; otherwise it is written down why not. */
async function usableToken(ports: RegistrationPorts, holding: Holding): Promise<ServerToken | undefined> {
  const { registration, record } = holding;
  const read = await ports.vault.read(registration, record.token);
  if (!read.ok) {
    await meet(ports, holding, read.problem);
    return undefined;
  }
  const facts = tokenFacts(read.value);
  const moment = momentOf(ports, SIGNPOST);
  await holding.commit(afterTokenRead(registration, facts, moment));
  if (facts.expiresAt <= moment.now) {
    await meet(ports, holding, expired(facts.expiresAt));
    return undefined;
  }
  if (mayAskApple(holding.registration, facts, moment.now)) return read.value;
  await holding.commit(afterNoAsking(holding.registration, moment));
  return undefined;
}

function expired(expiresAt: number): Obstacle {
  const when = new Date(expiresAt).toISOString();
  return problem('token.expired', `Cannot use the server token: it expired at ${when}; expected a renewed one`);
}

async function meet(ports: RegistrationPorts, holding: Holding, obstacle: Obstacle): Promise<void> {
  await holding.commit(afterObstacle(holding.registration, obstacle, momentOf(ports, SIGNPOST)));
}

/** Looks, and tells Apple what is wanted where that differs. Runs while the lease is held. */
async function bringTogether(
  ports: RegistrationPorts,
  holding: Holding,
  apple: Conversation,
  deadline: number,
): Promise<void> {
  const known = await knowAccount(holding.registration, apple);
  const seen = await apple.readAddeUrl();
  if (!seen.ok) return holding.commit(afterObstacle(known, seen.problem, momentOf(ports, SIGNPOST)));
  const context = await lookContext(ports, holding.record, SIGNPOST);
  const { step, todo } = afterLook(known, seen.value, context);
  if (todo.kind === 'rest') return holding.commit(step);
  const hindrance = await mayWrite(ports, holding.registration, todo, deadline);
  if (hindrance) return holding.commit(joined(step, afterObstacle(step.registration, hindrance, context.moment)));
  await holding.commit(beforeWrite(step, todo, momentOf(ports, SIGNPOST)));
  const written = todo.kind === 'set' ? await apple.setAddeUrl(todo.url) : await apple.removeAddeUrl();
  if (!written.ok) return meet(ports, holding, written.problem);
  await confirm(ports, holding, apple, context);
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
  holding: Holding,
  apple: Conversation,
  context: LookContext,
): Promise<void> {
  const seen = await apple.readAddeUrl();
  if (!seen.ok) return meet(ports, holding, seen.problem);
  const moment = momentOf(ports, SIGNPOST);
  await holding.commit(afterWrite(holding.registration, seen.value, { ...context, moment }));
}

function joined(first: Step, second: Step): Step {
  return { registration: second.registration, events: [...first.events, ...second.events] };
}
