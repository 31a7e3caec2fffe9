import { attentionOf, type RegistrationSummary, summaryOf, UNTOUCHED } from '../../../lib/core/registration/attention';
import { newRegistration } from '../../../lib/core/registration/registration';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const DAY = 86_400_000;

type Fault = NonNullable<RegistrationSummary['fault']>;
const terms: Fault = { code: 'apple.terms-not-signed', needs: 'tenant', since: NOW };
const timeout: Fault = { code: 'apple.timeout', needs: 'time', since: NOW - DAY + 1 };
const releasedAt = '2026-11-21T00:00:00.000Z';
const missing: Fault = { code: 'token.missing', needs: 'tenant', since: NOW };

describe('attentionOf', () => {
  test.each<[string, Parameters<typeof attentionOf>[0], readonly string[]]>([
    ['an untouched server', UNTOUCHED, []],
    ['what is set', { state: 'set', expiresAt: NOW + 31 * DAY }, []],
    ['terms that wait for a signature', { state: 'failed', fault: terms }, ['terms-unsigned']],
    ['the same of one that was set before', { state: 'set', fault: terms }, ['terms-unsigned']],
    ['another fault that a person fixes', { state: 'failed', fault: missing }, ['failed']],
    ['a missing token where nothing is wanted', { state: 'none', fault: missing }, []],
    ['a fault that may still pass by itself', { state: 'pending', fault: timeout }, []],
    [
      'a fault that should have passed by itself',
      { state: 'pending', fault: { ...timeout, since: NOW - DAY } },
      ['stuck'],
    ],
    ['what the brake holds', { state: 'pending', fault: { ...terms, code: 'adde.brake', needs: 'platform' } }, []],
    ['an overwritten URL', { state: 'overwritten', fault: timeout }, ['overwritten']],
    ['a contested URL', { state: 'contested' }, ['contested']],
    ['a token that ends in 30 days', { state: 'set', expiresAt: NOW + 30 * DAY }, ['token-expiring']],
    ['a token that has ended', { state: 'none', expiresAt: NOW - DAY }, ['token-expiring']],
    ['what was released and is still set', { state: 'set', releasedAt }, ['released']],
    ['what was released and fails', { state: 'removing', fault: terms, releasedAt }, ['released', 'terms-unsigned']],
    ['what was released and is settled', { state: 'none', expiresAt: NOW, releasedAt }, []],
    ['both at once', { state: 'contested', expiresAt: NOW }, ['contested', 'token-expiring']],
  ])('of %s', (_name, summary, kinds) => {
    expect(attentionOf(summary, NOW)).toEqual(kinds);
  });
});

test('summaryOf keeps neither message nor token', () => {
  const registration = newRegistration({ tenant: 'acme', server: 'main' }, NOW);
  expect(summaryOf(registration)).toEqual(UNTOUCHED);
  const fault = { ...missing, message: 'Cannot' };
  const token = { entry: 'e', fingerprint: 'f', expiresAt: NOW };
  expect(summaryOf({ ...registration, fault, token })).toEqual({ state: 'none', fault: missing, expiresAt: NOW });
});
