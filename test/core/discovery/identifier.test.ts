import { parseIdentifier } from '../../../lib/core/discovery/identifier';

describe('parseIdentifier', () => {
  test.each([
    ['a plain address', 'jane@acme.example', 'acme.example'],
    ['the last of several @', '"a@b"@acme.example', 'acme.example'],
    ['a plus', 'jane+test@acme.example', 'acme.example'],
    ['a non-ASCII user', 'jöhn@acme.example', 'acme.example'],
    ['upper case in the domain', 'jane@ACME.example', 'acme.example'],
  ])('splits %s', (_case, text, domain) => {
    expect(parseIdentifier(text)).toEqual({ ok: true, value: { text, domain } });
  });

  test.each([
    ['no @', 'jane', 'identifier.no-at-sign'],
    ['no user', '@acme.example', 'identifier.no-user'],
    ['no domain', 'jane@', 'domain.empty'],
    ['a domain of one label', 'jane@acme', 'domain.single-label'],
    ['an IP literal', 'jane@[192.0.2.1]', 'domain.bad-character'],
    ['321 characters', `${'j'.repeat(308)}@acme.example`, 'identifier.too-long'],
  ])('refuses %s', (_case, text, code) => {
    expect(parseIdentifier(text)).toMatchObject({ ok: false, problem: { code } });
  });

  test('never names the user in a message', () => {
    const parsed = parseIdentifier('jane.secret@bad_domain.example');
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toContain('jane.secret');
  });
});
