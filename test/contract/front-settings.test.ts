import fc from 'fast-check';
import {
  decodeFrontSettings,
  encodeFrontSettings,
  exceedsHeaderBudget,
  type FrontSettings,
  ORIGIN_HEADER_LIMITS,
} from '../../lib/contract/front-settings';

function settings(message: string, rules = 0): FrontSettings {
  const answer = { kind: 'refuse', message } as const;
  return {
    tenant: 'acme',
    policy: {
      salt: 'acme',
      rules: Array.from({ length: rules }, () => ({ when: { share: 1 }, answer })),
      otherwise: answer,
    },
    website: { kind: 'none' },
  };
}

describe('front settings in origin headers', () => {
  test('come back as they were, whatever the letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(50), (message, rules) => {
        const before = settings(message.toWellFormed(), rules);
        expect(decodeFrontSettings(Object.values(encodeFrontSettings(before)).join(''))).toEqual(before);
      }),
    );
  });

  test('are numbered headers of visible ASCII, each within the limit', () => {
    const headers = encodeFrontSettings(settings('ü'.repeat(1000)));
    expect(Object.keys(headers)).toEqual(['x-signpost-policy-0', 'x-signpost-policy-1']);
    for (const value of Object.values(headers)) {
      expect(value.length).toBeLessThanOrEqual(ORIGIN_HEADER_LIMITS.valueLength);
      expect(value).toMatch(/^[A-Za-z0-9_-]+$/);
    }
  });

  test.each([
    ['a small policy', settings('m'), false],
    ['a policy beyond 10,240 characters', settings('m'.repeat(500), 20), true],
  ])('fit the budget or not: %s', (_case, each, exceeds) => {
    expect(exceedsHeaderBudget(encodeFrontSettings(each))).toBe(exceeds);
  });

  test.each([
    ['nothing', ''],
    ['no base64', '%%%'],
    ['no JSON', btoa('{')],
    ['null', btoa('null')],
    ['a number', btoa('7')],
    ['no policy', btoa('{"tenant":"acme"}')],
    ['rules that are no list', btoa('{"tenant":"a","policy":{"rules":1,"otherwise":{"kind":"absent"}}}')],
  ])('are nothing when they hold %s', (_case, text) => {
    expect(decodeFrontSettings(text)).toBeUndefined();
  });
});
