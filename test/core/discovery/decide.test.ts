import fc from 'fast-check';
import { decide } from '../../../lib/core/discovery/decide';
import { FAMILIES } from '../../../lib/core/discovery/family';
import type { Rule } from '../../../lib/core/discovery/policy';

const policy = {
  salt: 'acme',
  rules: [
    { when: { families: ['Mac'], share: 50 }, answer: 'half of the Macs' },
    { when: { families: ['Mac', 'iPad'] }, answer: 'Mac or iPad' },
    { when: { share: 100 }, answer: 'every named user' },
    { when: { share: 0 }, answer: 'no user' },
  ] satisfies Rule<string>[],
  otherwise: 'the rest',
};
// Both found by counting: the position of `early` is below 50 with this salt, that of `late` above.
const early = 'user2@acme.example';
const late = 'user1@acme.example';

describe('decide', () => {
  test.each([
    ['all conditions of the first rule', { identifier: early, family: 'Mac' }, 'half of the Macs', 0],
    ['one condition of the first rule is not enough', { identifier: late, family: 'Mac' }, 'Mac or iPad', 1],
    ['a family without an identifier', { family: 'Mac' }, 'Mac or iPad', 1],
    ['another family of the same rule', { identifier: late, family: 'iPad' }, 'Mac or iPad', 1],
    ['an identifier without a family', { identifier: late }, 'every named user', 2],
    ['an unknown family', { identifier: late, family: 'Toaster' }, 'every named user', 2],
    ['a family in the wrong case', { family: 'mac' }, 'the rest', 'otherwise'],
    ['nothing at all', {}, 'the rest', 'otherwise'],
  ])('%s', (_case, request, answer, rule) => {
    expect(decide(policy, { raw: '', ...request })).toEqual({ answer, rule });
  });

  test('a user who is in a share stays in it when it grows', () => {
    const shared = (share: number) => ({ salt: 's', rules: [{ when: { share }, answer: 'new' }], otherwise: 'old' });
    fc.assert(
      fc.property(fc.emailAddress(), fc.nat(100), fc.nat(100), (identifier, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        const query = { raw: '', identifier };
        if (decide(shared(less), query).answer === 'new') expect(decide(shared(more), query).answer).toBe('new');
      }),
    );
  });

  test('gives one of the answers of the policy, and the same one again', () => {
    const query = fc.record({
      identifier: fc.option(fc.string(), { nil: undefined }),
      family: fc.constantFrom(...FAMILIES, undefined, 'x'),
    });
    fc.assert(
      fc.property(query, (each) => {
        const decision = decide(policy, { raw: '', ...each });
        expect([...policy.rules.map(({ answer }) => answer), policy.otherwise]).toContain(decision.answer);
        expect(decide(policy, { raw: '', ...each })).toEqual(decision);
      }),
    );
  });
});
