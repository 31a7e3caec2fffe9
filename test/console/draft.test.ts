import { draftOf, HOUR_CHOICES, NEW_DRAFT, requestOf } from '../../console/discovery/draft';
import { type DiscoveryView, overrideRequestSchema } from '../../lib/contract/api/schemas';
import type { PolicyDeclaration } from '../../lib/core/tenants/declaration';
import { MAX_OVERRIDE_DAYS } from '../../lib/core/tenants/plan-override';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const DAY = 86_400_000;
const UNTIL = '2026-12-11T09:30:00.000Z';

const RESOLVED: DiscoveryView['declared'] = { salt: 'move-2026', rules: [], otherwise: { kind: 'absent' } };

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
      otherwise: { kind: 'refuse', message: 'Later.', description: 'suspended: invoice 7' },
    },
  ];

  test.each(POLICIES)('sends what a draft of %j was made of, in the form that the API takes', (policy) => {
    const request = requestOf(draftOf(overridden(policy)), NOW);
    expect(request.policy).toEqual({ salt: RESOLVED.salt, ...policy });
    expect(overrideRequestSchema.safeParse(request).success).toBe(true);
  });

  test('counts the shares of a new override as those declared: who has moved does not move back', () => {
    expect(requestOf(draftOf({ declared: RESOLVED }), NOW).policy.salt).toBe('move-2026');
  });

  test('keeps the end of the override that is changed', () => {
    const draft = draftOf(overridden({ rules: [], otherwise: { kind: 'absent' } }));
    expect(requestOf(draft, NOW).until).toBe(UNTIL);
  });

  test('leaves what is missing for the API to say', () => {
    expect(requestOf(NEW_DRAFT, NOW)).toMatchObject({
      policy: { otherwise: { kind: 'redirect', cluster: '' } },
      why: '',
    });
  });

  test.each(HOUR_CHOICES)('ends within what an override may last: $text', ({ hours }) => {
    const until = Date.parse(requestOf({ ...NEW_DRAFT, end: { hours } }, NOW).until);
    expect(until).toBeGreaterThan(NOW);
    expect(until).toBeLessThan(NOW + MAX_OVERRIDE_DAYS * DAY);
  });

  /** As the API shows an override of this policy, which was resolved with a salt that may be left out. */
  function overridden(policy: PolicyDeclaration) {
    const override = { policy: overrideRequestSchema.shape.policy.parse(policy), resolved: RESOLVED };
    return {
      declared: { ...RESOLVED, salt: 'declared' },
      override: { ...override, by: 'me', why: 'why', since: '', until: UNTIL },
    };
  }
});
