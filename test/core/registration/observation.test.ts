import { requestRemoval } from '../../../lib/core/registration/desired-state';
import { afterObservation, beforeWrite, type ObservationContext } from '../../../lib/core/registration/observation';
import { type AppleUrl, newRegistration, type Registration } from '../../../lib/core/registration/registration';
import { SIGNPOST } from '../../../lib/core/registration/step';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const MINUTE = 60_000;
const MOMENT = { now: NOW, jitter: 0.5, by: SIGNPOST };
const OBSERVATION: ObservationContext = {
  moment: MOMENT,
  setting: { onOverwrite: 'report', isReleased: false },
  gate: 'open',
};
const LATE = 'https://late.example/';
const WANTED = 'https://wanted.example/';
const AT_APPLE: AppleUrl = { kind: 'url', url: LATE };

describe('a URL of ours that arrives at Apple after a newer request', () => {
  const untouched = newRegistration({ tenant: 'acme', server: 'main' }, NOW);
  const late = { url: LATE, at: NOW - 9 * MINUTE };
  const removed: Registration = { ...untouched, desired: { by: 'person', at: NOW - MINUTE }, sent: [late] };
  const replaced: Registration = {
    ...untouched,
    state: 'set',
    desired: { url: WANTED, by: 'person', at: NOW - MINUTE },
    sent: [late, { url: WANTED, at: NOW - MINUTE }],
  };

  test('is replaced by the wanted one', () => {
    const { step, todo } = afterObservation(replaced, AT_APPLE, OBSERVATION);
    expect(todo).toEqual({ kind: 'set', url: WANTED });
    expect(step.events).toMatchObject([{ what: 'repairing', from: LATE, to: WANTED }]);
  });

  test('is removed where none is wanted', () => {
    const { step, todo } = afterObservation(removed, AT_APPLE, OBSERVATION);
    expect(todo).toEqual({ kind: 'remove' });
    expect(step.registration.state).toBe('removing');
  });

  test('stays ours when it could not be replaced before its removal is requested', () => {
    const { registration } = afterObservation(replaced, AT_APPLE, OBSERVATION).step;
    const unwanted = requestRemoval(registration, MOMENT).registration;
    expect(afterObservation(unwanted, AT_APPLE, OBSERVATION).todo).toEqual({ kind: 'remove' });
  });

  test('is removed at the next observation when the first try failed', () => {
    const { step } = afterObservation(removed, AT_APPLE, OBSERVATION);
    const { registration } = beforeWrite(step, { kind: 'remove' }, MOMENT);
    expect(afterObservation(registration, AT_APPLE, OBSERVATION).todo).toEqual({ kind: 'remove' });
  });

  test('is removed when the brake that held it is released', () => {
    const { registration } = afterObservation(removed, AT_APPLE, { ...OBSERVATION, gate: 'brake' }).step;
    expect(afterObservation(registration, AT_APPLE, OBSERVATION).todo).toEqual({ kind: 'remove' });
  });

  test('arrives once: if it appears again, another party set it', () => {
    const { registration } = afterObservation(replaced, AT_APPLE, OBSERVATION).step;
    const repaired = afterObservation(registration, { kind: 'url', url: WANTED }, OBSERVATION).step.registration;
    expect(repaired.state).toBe('set');
    expect(afterObservation(repaired, AT_APPLE, OBSERVATION).step.registration.state).toBe('overwritten');
  });
});
