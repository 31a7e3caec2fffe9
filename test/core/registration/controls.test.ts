import {
  type Controls,
  countChange,
  currentControls,
  gateOf,
  releaseBrake,
  setAppleWrites,
  unreportedDecisions,
} from '../../../lib/core/registration/controls';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const HOUR = 3_600_000;
const SETTING = { storeId: 'table', initialWrites: 'on', longestSilence: 6 * HOUR } as const;

const on: Controls = { ...currentControls(undefined, SETTING, NOW), version: 1 };

/** So many different servers, of all that there are, were changed. */
function counted(changed: number, servers: number, controls: Controls = on): Controls {
  return Array.from({ length: changed }, (_, index) => ({ tenant: 'acme', server: `s${index}` })).reduce<Controls>(
    (each, key) => countChange(each, key, servers, NOW),
    controls,
  );
}

describe('a stage', () => {
  test.each([
    ['on', 'open'],
    ['observeOnly', 'observe-only'],
  ] as const)('that is new begins with %s', (initialWrites, gate) => {
    expect(gateOf(currentControls(undefined, { ...SETTING, initialWrites }, NOW))).toBe(gate);
  });

  test.each<[string, Controls, typeof SETTING | { storeId: string; initialWrites: 'on' }, string, string | undefined]>([
    ['as it was', on, SETTING, 'open', undefined],
    ['in another table', on, { ...SETTING, storeId: 'other' } as never, 'observe-only', 'restored'],
    ['of yesterday', { ...on, lastRunAt: NOW - 24 * HOUR }, SETTING, 'observe-only', 'silent-too-long'],
    ['after a short silence', { ...on, lastRunAt: NOW - 5 * HOUR }, SETTING, 'open', undefined],
    [
      'where silence means nothing',
      { ...on, lastRunAt: 0 },
      { storeId: 'table', initialWrites: 'on' },
      'open',
      undefined,
    ],
  ])('%s', (_, stored, setting, gate, because) => {
    const controls = currentControls(stored, setting, NOW);
    expect(gateOf(controls)).toBe(gate);
    expect(controls.because).toBe(because);
  });

  test('stays as a person set it, and keeps who did', () => {
    const held = setAppleWrites(on, 'observeOnly', 'machine:cli', NOW);
    expect(gateOf(held)).toBe('observe-only');
    const again = setAppleWrites(held, 'on', 'machine:cli', NOW + 1);
    expect(gateOf(again)).toBe('open');
    expect(again.because).toBeUndefined();
    expect(again.decisions.map(({ what, by }) => [what, by])).toEqual([
      ['observe-only', 'machine:cli'],
      ['writes-on', 'machine:cli'],
    ]);
    expect(setAppleWrites(again, 'on', 'x', NOW)).toBe(again);
  });

  test('reports what Signpost decided by itself, and not what a person did', () => {
    const restored = currentControls(on, { ...SETTING, storeId: 'other' }, NOW);
    expect(unreportedDecisions(restored)).toMatchObject([{ what: 'observe-only', because: 'restored' }]);
    expect(unreportedDecisions({ ...restored, notifiedUntil: NOW })).toEqual([]);
    expect(unreportedDecisions(setAppleWrites(on, 'observeOnly', 'person', NOW))).toEqual([]);
  });
});

describe('the brake', () => {
  test.each([
    [20, 3, 'open'],
    [21, 3, 'brake'],
    [21, 400, 'brake'],
    [21, 1000, 'open'],
    [50, 1000, 'open'],
    [51, 1000, 'brake'],
  ])('after %d of %d servers were changed: %s', (changed, servers, gate) => {
    expect(gateOf(counted(changed, servers))).toBe(gate);
  });

  test('counts the last hour only', () => {
    const earlier = counted(20, 3, { ...on });
    const later = countChange(earlier, { tenant: 'globex', server: 'main' }, 3, NOW + HOUR);
    expect(gateOf(later)).toBe('open');
    expect(later.changes).toHaveLength(1);
  });

  test('is not pulled by one server, however often it is changed', () => {
    const others = counted(19, 400);
    const often = Array.from({ length: 50 }, (_, minute) => NOW + minute * 60_000).reduce(
      (controls, at) => countChange(controls, { tenant: 'globex', server: 'main' }, 400, at),
      others,
    );
    expect(gateOf(often)).toBe('open');
    expect(gateOf(countChange(often, { tenant: 'initech', server: 'main' }, 400, NOW + 50 * 60_000))).toBe('brake');
  });

  test('holds until a person releases it, and then counts anew', () => {
    const braked = counted(30, 3);
    expect(braked.decisions.map(({ what }) => what)).toEqual(['brake-on']);
    expect(gateOf(currentControls(braked, SETTING, NOW + 5 * HOUR))).toBe('brake');
    const released = releaseBrake(braked, 'machine:cli', NOW);
    expect(gateOf(released)).toBe('open');
    expect(gateOf(counted(20, 3, released))).toBe('open');
    expect(releaseBrake(released, 'x', NOW)).toBe(released);
  });
});
