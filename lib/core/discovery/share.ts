import type { ResolvedPolicy } from './policy';

const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/**
 * A user's position from 0 to below 100, which never changes: a growing `share` keeps everyone who was in.
 *
 * MurmurHash3 (x86, 32 bit, seed 0; Austin Appleby, public domain algorithm) over the UTF-8 bytes of the salt, a line
 * feed and the identifier lower-cased code point by code point (no locale, no context such as the final sigma's).
 */
export function sharePosition(salt: string, identifier: string): number {
  const lower = Array.from(identifier, (character) => character.toLowerCase()).join('');
  return (murmur3(new TextEncoder().encode(`${salt}\n${lower}`)) / 2 ** 32) * 100;
}

/** The policy as users right below `point` (above 0, to 100) meet it: a share holds for them or it does not. */
export function policyBelow(policy: ResolvedPolicy, point: number): ResolvedPolicy {
  const rules = policy.rules
    .filter(({ when }) => when.share === undefined || when.share >= point)
    .map(({ when, answer }) => ({ when: when.families ? { families: when.families } : {}, answer }));
  return { ...policy, rules };
}

/** Eight hexadecimal digits for a text. Not a secret: two texts with the same digits are easy to find. */
export function shortHash(text: string): string {
  return murmur3(new TextEncoder().encode(text)).toString(16).padStart(8, '0');
}

/** MurmurHash3_x86_32 with seed 0, as an unsigned 32-bit integer. */
export function murmur3(bytes: Uint8Array): number {
  let hash = 0;
  const tail = bytes.length & ~3;
  for (let at = 0; at < tail; at += 4) {
    hash ^= scramble(
      (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24),
    );
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
  }
  if (tail < bytes.length) {
    hash ^= scramble((bytes[tail] ?? 0) | ((bytes[tail + 1] ?? 0) << 8) | ((bytes[tail + 2] ?? 0) << 16));
  }
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(block: number): number {
  const mixed = Math.imul(block, C1);
  return Math.imul((mixed << 15) | (mixed >>> 17), C2);
}
