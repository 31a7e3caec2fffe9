import fc from 'fast-check';
import { parseDomainName } from '../../../lib/core/discovery/domain-name';

describe('parseDomainName', () => {
  test.each([
    ['a plain domain', 'acme.example', 'acme.example'],
    ['upper case', 'Acme.EXAMPLE', 'acme.example'],
    ['umlauts, by IDNA', 'bücher.example', 'xn--bcher-kva.example'],
    ['an A-label as it is', 'XN--bcher-kva.example', 'xn--bcher-kva.example'],
    ['full-width letters, by IDNA', 'ａｃｍｅ.example', 'acme.example'],
    ['the ideographic full stop, by IDNA', 'acme。example', 'acme.example'],
    ['digits in front', '3com.example', '3com.example'],
    ['a label of 63', `${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
    ['many labels', 'a.b.c.d.example', 'a.b.c.d.example'],
  ])('accepts %s', (_case, raw, normal) => {
    expect(parseDomainName(raw)).toEqual({ ok: true, value: normal });
  });

  test.each([
    ['nothing', '', 'domain.empty'],
    ['a trailing dot', 'acme.example.', 'domain.trailing-dot'],
    ['one label', 'localhost', 'domain.single-label'],
    ['an IPv4 address', '192.0.2.1', 'domain.ip-address'],
    ['a short IPv4 address', '127.1', 'domain.ip-address'],
    ['a hexadecimal IPv4 address', '0x7f.0x1', 'domain.ip-address'],
    ['a full-width IPv4 address', '１２７.０.０.１', 'domain.ip-address'],
    ['an IPv6 address', '[2001:db8::1]', 'domain.bad-character'],
    ['an empty label', 'acme..example', 'domain.bad-label'],
    ['a leading dot', '.acme.example', 'domain.bad-label'],
    ['an underscore', 'ac_me.example', 'domain.bad-label'],
    ['an outer hyphen', '-acme.example', 'domain.bad-label'],
    ['a label of 64', `${'a'.repeat(64)}.example`, 'domain.bad-label'],
    ['254 characters', `${'a.'.repeat(123)}examples`, 'domain.too-long'],
    ['a megabyte', 'a'.repeat(1_000_000), 'domain.too-long'],
    ['a URL', 'https://acme.example', 'domain.bad-character'],
    ['a port', 'acme.example:443', 'domain.bad-character'],
    ['a space', 'acme .example', 'domain.bad-character'],
    ['a line feed, which a URL parser drops', 'ac\nme.example', 'domain.bad-character'],
    ['a percent escape', 'acme%2eexample', 'domain.bad-character'],
    ['a soft hyphen', 'ac\u00adme.example', 'domain.bad-character'],
    ['a NUL', 'acme\u0000.example', 'domain.bad-character'],
    ['a broken A-label', 'xn--\u00fc.example', 'domain.not-a-name'],
  ])('refuses %s', (_case, raw, code) => {
    const parsed = parseDomainName(raw);
    expect(parsed).toMatchObject({ ok: false, problem: { code } });
  });

  test('whatever it accepts, it accepts unchanged the second time', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), (raw) => {
        const parsed = parseDomainName(raw);
        if (!parsed.ok) return;
        expect(parsed.value).toMatch(/^[a-z0-9.-]+$/);
        expect(parseDomainName(parsed.value)).toEqual(parsed);
      }),
    );
  });
});
