import { isUnderWay, REGISTRATION_STATES } from '../../../lib/core/registration/registration';

describe('isUnderWay', () => {
  const underWay = (fault?: { needs: 'time' | 'tenant' | 'platform' }) =>
    REGISTRATION_STATES.filter((state) => isUnderWay({ state, fault }));

  test('is what comes to its end by itself, also after a fault that passes', () => {
    expect(underWay()).toEqual(['pending', 'removing']);
    expect(underWay({ needs: 'time' })).toEqual(['pending', 'removing']);
  });

  test.each(['tenant', 'platform'] as const)('is nothing that waits for a person (%s)', (needs) => {
    expect(underWay({ needs })).toEqual([]);
  });
});
