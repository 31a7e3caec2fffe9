import { overrideRequestSchema } from '../../../lib/contract/api/schemas';
import { maskAddresses } from '../../../lib/core/discovery/mask';

const REQUEST = { policy: { serve: 'na1' }, until: '2030-01-01T00:00:00Z' };

function isRefused(why: string): boolean {
  const parsed = overrideRequestSchema.safeParse({ ...REQUEST, why });
  return parsed.error?.issues.some(({ path }) => path[0] === 'why') ?? false;
}

const ADDRESSES = [
  'word@tyrell.example',
  'word＠tyrell.example',
  'word﹫tyrell.example',
  'word%40tyrell.example',
  'word%2540tyrell.example',
  'word%25252540tyrell.example',
  'word &#64; tyrell.example',
  'word&#x40;tyrell.example',
  'word&amp;commat;tyrell.example',
  'word @ tyrell.example',
  'word\u00a0@\u00a0tyrell . example',
  'word\u200b@\u200btyrell.example',
  'word%EF%BC%A0tyrell.example',
  '%ffword%40tyrell.example',
];

test.each(ADDRESSES)('a reason with the address %j is refused', (address) => {
  expect(isRefused(`as ${address} asked`)).toBe(true);
});

test.each(ADDRESSES)('%j is masked', (address) => {
  expect(maskAddresses(`as ${address} asked`)).not.toMatch(/word/);
});

test.each([
  'na1 is down',
  '50% of na1 is down',
  'restart at 10.30',
  'R&D moves to na2',
  'call @ 5 pm',
])('%j is accepted', (why) => {
  expect(isRefused(why)).toBe(false);
  expect(maskAddresses(why)).toBe(why);
});

test('a space before @ alone is refused in a reason, and kept in the steps of the doctor', () => {
  expect(isRefused('as word @tyrell.example asked')).toBe(true);
  for (const step of ['dig @9.9.9.9 acme.example', 'dig +short @ns1.acme.example acme.example NS']) {
    expect(maskAddresses(step)).toBe(step);
  }
});
