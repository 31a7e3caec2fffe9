import { afterLook, beforeWrite, type LookContext } from '../../../lib/core/registration/look';
import { type AppleUrl, newRegistration, type Registration } from '../../../lib/core/registration/registration';
import { SIGNPOST } from '../../../lib/core/registration/step';
import { wishNone } from '../../../lib/core/registration/wish';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const MINUTE = 60_000;
const MOMENT = { now: NOW, jitter: 0.5, by: SIGNPOST };
const LOOK: LookContext = { moment: MOMENT, setting: { onOverwrite: 'report', isReleased: false }, gate: 'open' };
const LATE = 'https://late.example/';
const WANTED = 'https://wanted.example/';
const AT_APPLE: AppleUrl = { kind: 'url', url: LATE };

describe('a URL of ours that arrives at Apple after a newer wish', () => {
  const untouched = newRegistration({ tenant: 'acme', server: 'main' }, NOW);
  const late = { url: LATE, at: NOW - 9 * MINUTE };
  const removed: Registration = { ...untouched, wish: { by: 'person', at: NOW - MINUTE }, sent: [late] };
  const replaced: Registration = {
    ...untouched,
    state: 'set',
    wish: { url: WANTED, by: 'person', at: NOW - MINUTE },
    sent: [late, { url: WANTED, at: NOW - MINUTE }],
  };

  test('is replaced by the wanted one', () => {
    const { step, todo } = afterLook(replaced, AT_APPLE, LOOK);
    expect(todo).toEqual({ kind: 'set', url: WANTED });
    expect(step.events).toMatchObject([{ what: 'repairing', from: LATE, to: WANTED }]);
  });

  test('is removed where none is wanted', () => {
    const { step, todo } = afterLook(removed, AT_APPLE, LOOK);
    expect(todo).toEqual({ kind: 'remove' });
    expect(step.registration.state).toBe('removing');
  });

  test('stays ours when it could not be replaced before somebody wants none', () => {
    const { registration } = afterLook(replaced, AT_APPLE, LOOK).step;
    const unwanted = wishNone(registration, MOMENT).registration;
    expect(afterLook(unwanted, AT_APPLE, LOOK).todo).toEqual({ kind: 'remove' });
  });

  test('is removed at the next look when the first try failed', () => {
    const { step } = afterLook(removed, AT_APPLE, LOOK);
    const { registration } = beforeWrite(step, { kind: 'remove' }, MOMENT);
    expect(afterLook(registration, AT_APPLE, LOOK).todo).toEqual({ kind: 'remove' });
  });

  test('is removed when the brake that held it is released', () => {
    const { registration } = afterLook(removed, AT_APPLE, { ...LOOK, gate: 'brake' }).step;
    expect(afterLook(registration, AT_APPLE, LOOK).todo).toEqual({ kind: 'remove' });
  });

  test('arrives once: who sets it again is somebody else', () => {
    const { registration } = afterLook(replaced, AT_APPLE, LOOK).step;
    const repaired = afterLook(registration, { kind: 'url', url: WANTED }, LOOK).step.registration;
    expect(repaired.state).toBe('set');
    expect(afterLook(repaired, AT_APPLE, LOOK).step.registration.state).toBe('overwritten');
  });
});
