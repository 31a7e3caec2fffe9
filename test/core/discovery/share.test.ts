import { murmur3, sharePosition } from '../../../lib/core/discovery/share';

const USERS = Array.from({ length: 100_000 }, (_, index) => `user${index}@acme.example`);
/** Computed once: each takes a while, and there are many. */
const POSITIONS = USERS.map((user) => sharePosition('acme', user));

describe('the position of a user', () => {
  test.each([
    // Published vectors of MurmurHash3_x86_32 with seed 0.
    ['', 0x00000000],
    ['a', 0x3c2569b2],
    ['abc', 0xb3dd93fa],
    ['test', 0xba6bd213],
    ['hello', 0x248bfa47],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
  ])('hashes %p as MurmurHash3 does', (text, hash) => {
    expect(murmur3(new TextEncoder().encode(text))).toBe(hash);
  });

  test.each([
    1, 5, 20, 25, 50, 75, 99,
  ])('a share of %p takes that part of 100,000 users, within half a point', (share) => {
    const taken = POSITIONS.filter((position) => position < share).length;
    expect(Math.abs(taken / 1000 - share)).toBeLessThanOrEqual(0.5);
  });

  test('no user is at 100, and some are below 1', () => {
    expect(POSITIONS.filter((position) => position >= 100)).toEqual([]);
    expect(POSITIONS.some((position) => position < 1)).toBe(true);
  });

  test('another salt takes other users', () => {
    const both = USERS.filter(
      (user, index) => (POSITIONS[index] ?? 100) < 20 && sharePosition('second-move', user) < 20,
    ).length;
    expect(both / 1000).toBeGreaterThan(3.5);
    expect(both / 1000).toBeLessThan(4.5);
  });

  test.each([
    ['ASCII', 'JANE@ACME.EXAMPLE', 'jane@acme.example'],
    ['a final sigma, without context', 'ΟΔΟΣ@acme.example', 'οδοσ@acme.example'],
    ['a letter outside the basic plane', '𐐀@acme.example', '𐐨@acme.example'],
  ])('ignores case: %s', (_case, upper, lower) => {
    expect(sharePosition('acme', upper)).toBe(sharePosition('acme', lower));
  });
});
