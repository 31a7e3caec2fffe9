import { draftOf, HOUR_CHOICES, NEW_DRAFT, requestOf } from '../../console/answering/draft';
import { overrideRequestSchema } from '../../lib/contract/api/schemas';
import type { PolicyDeclaration } from '../../lib/core/tenants/declaration';
import { MAX_OVERRIDE_DAYS } from '../../lib/core/tenants/plan-override';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const DAY = 86_400_000;

describe('requestOf', () => {
  const POLICIES: readonly PolicyDeclaration[] = [
    { rules: [], otherwise: { kind: 'absent' } },
    { rules: [], otherwise: { kind: 'redirect', cluster: 'na1' } },
    { rules: [], otherwise: { kind: 'redirect', cluster: 'na1', path: '/a' } },
    { rules: [], otherwise: { kind: 'serve', cluster: 'na1', path: '/enroll', enrollment: 'adde' } },
    {
      rules: [
        { when: { families: ['Mac', 'iPad'], share: 12.5 }, answer: { kind: 'refuse', message: 'Later.' } },
        { when: { share: 0 }, answer: { kind: 'absent' } },
      ],
      otherwise: { kind: 'redirect', cluster: 'eu1' },
    },
  ];

  test.each(POLICIES)('sends what a draft of %j was made of, in the form that the API takes', (policy) => {
    const { rules, otherwise } = policy;
    const draft = draftOf(
      { rules: rules.map(({ when, answer }) => ({ when: plain(when), answer })), otherwise },
      'why',
    );
    const request = requestOf(draft, NOW);
    expect(request.policy).toEqual(policy);
    expect(overrideRequestSchema.safeParse(request).success).toBe(true);
  });

  test('leaves what is missing for the API to say', () => {
    expect(requestOf(NEW_DRAFT, NOW)).toMatchObject({
      policy: { otherwise: { kind: 'redirect', cluster: '' } },
      why: '',
    });
  });

  test.each(HOUR_CHOICES)('ends within what an override may last: $text', ({ hours }) => {
    const until = Date.parse(requestOf({ ...NEW_DRAFT, hours }, NOW).until);
    expect(until).toBeGreaterThan(NOW);
    expect(until).toBeLessThan(NOW + MAX_OVERRIDE_DAYS * DAY);
  });

  function plain({ families, share }: PolicyDeclaration['rules'][number]['when']) {
    return { ...(families ? { families: [...families] } : {}), ...(share === undefined ? {} : { share }) };
  }
});
