import { judgeVersions } from '../../../lib/core/edge/versions';

const version = (number: number, ...usedBy: string[]) => ({ number, usedBy });

describe('judgeVersions', () => {
  test.each([
    ['keeps the newest, whatever the order', [version(3), version(10), version(9)], undefined, [10]],
    ['keeps the stable one', [version(1), version(2), version(3)], 1, [1, 3]],
    ['keeps what a distribution uses', [version(1, 'acme.example'), version(2), version(3)], undefined, [1, 3]],
    ['keeps the only one', [version(7)], undefined, [7]],
    ['has nothing to say of no versions', [], undefined, []],
  ])('%s', (_name, versions, stable, kept) => {
    const verdicts = judgeVersions(versions, stable);
    expect(verdicts.filter(({ kind }) => kind === 'keep').map(({ number }) => number)).toEqual(kept);
    expect(verdicts).toHaveLength(versions.length);
  });

  test('gives every reason to keep a version', () => {
    expect(judgeVersions([version(4, 'acme.example')], 4)).toEqual([
      { number: 4, usedBy: ['acme.example'], kind: 'keep', because: ['newest', 'stable', 'in use'] },
    ]);
  });
});
