import fc from 'fast-check';
import { decide } from '../../../lib/core/discovery/decide';
import { FAMILIES } from '../../../lib/core/discovery/family';
import type { ResolvedAnswer, ResolvedPolicy } from '../../../lib/core/discovery/policy';
import { possibleAnswers } from '../../../lib/core/discovery/possible-answers';

const to = (host: string): ResolvedAnswer => ({ kind: 'redirect', url: `https://${host}.mdm.example/` });
const [NA1, EU1, ABSENT]: readonly ResolvedAnswer[] = [to('na1'), to('eu1'), { kind: 'absent' }];
const others = FAMILIES.filter((family) => family !== 'Mac');

function policyOf(rules: ResolvedPolicy['rules'], otherwise = NA1 ?? { kind: 'absent' }): ResolvedPolicy {
  return { salt: 'acme', rules, otherwise };
}

test.each<[string, ResolvedPolicy, unknown]>([
  ['no rules', policyOf([]), [{ families: FAMILIES, answers: [NA1] }]],
  [
    'a family of its own',
    policyOf([{ when: { families: ['Mac'] }, answer: to('eu1') }]),
    [
      { families: others, answers: [NA1] },
      { families: ['Mac'], answers: [EU1] },
    ],
  ],
  [
    'a share of the users',
    policyOf([{ when: { share: 25 }, answer: to('eu1') }]),
    [{ families: FAMILIES, answers: [EU1, NA1] }],
  ],
  [
    'a share of no user',
    policyOf([{ when: { share: 0 }, answer: to('eu1') }]),
    [{ families: FAMILIES, answers: [NA1] }],
  ],
  [
    'a rule behind one that takes all',
    policyOf([
      { when: {}, answer: to('eu1') },
      { when: { families: ['Mac'] }, answer: { kind: 'absent' } },
    ]),
    [{ families: FAMILIES, answers: [EU1] }],
  ],
])('possibleAnswers of %s', (_name, policy, groups) => {
  expect(possibleAnswers(policy)).toEqual(groups);
});

test('every answer that a device gets is among the possible answers', () => {
  const answer = fc.constantFrom(...[NA1, EU1, ABSENT].flatMap((each) => each ?? []));
  const family = fc.constantFrom(...FAMILIES);
  const when = fc.record(
    { families: fc.uniqueArray(family, { minLength: 1 }), share: fc.integer({ min: 0, max: 100 }) },
    { requiredKeys: [] },
  );
  const policy = fc.record({
    salt: fc.string(),
    rules: fc.array(fc.record({ when, answer }), { maxLength: 5 }),
    otherwise: answer,
  });
  fc.assert(
    fc.property(policy, family, fc.option(fc.string(), { nil: undefined }), (each, model, identifier) => {
      const notified = decide(each, { raw: '', family: model, identifier }).answer;
      const group = possibleAnswers(each).find(({ families }) => families.includes(model));
      expect(group?.answers).toContainEqual(notified);
    }),
  );
});
