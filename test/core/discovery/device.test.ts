import fc from 'fast-check';
import { buildRequest, type Device, STAGES } from '../../../lib/core/discovery/device';
import type { Family } from '../../../lib/core/discovery/family';
import { parseIdentifier } from '../../../lib/core/discovery/identifier';
import {
  currentOs,
  parseOsVersion,
  supportsEnrollment,
  supportsFallback,
} from '../../../lib/core/discovery/os-support';
import { parseQuery } from '../../../lib/core/discovery/query';

function device(text: string, family: Family = 'iPhone', os = '18.2'): Device {
  const identifier = parseIdentifier(text);
  const version = parseOsVersion(os);
  if (!identifier.ok || !version.ok) throw new Error('The test gives no valid device.');
  return { identifier: identifier.value, family, os: version.value };
}

describe('buildRequest', () => {
  test.each([
    ['domain', 'https://acme.example/.well-known/com.apple.remotemanagement'],
    ['apple-fallback', 'https://axm-servicediscovery.apple.com/mdmBaseURL'],
    ['apple-mdm', 'https://axm-adm-enroll.apple.com/.well-known/com.apple.remotemanagement'],
  ] as const)('asks %s at its address', (stage, address) => {
    expect(buildRequest(stage, device('jane@ACME.example')).url).toBe(
      `${address}?user-identifier=jane@ACME.example&model-family=iPhone`,
    );
  });

  test.each([
    ['@ and + as they are', 'u+tag@x.example', 'user-identifier=u+tag@x.example'],
    ['a space as %20', 'a b@x.example', 'user-identifier=a%20b@x.example'],
    ['& and = encoded', 'a&b=c@x.example', 'user-identifier=a%26b%3Dc@x.example'],
    ['% and # encoded', 'a%#@x.example', 'user-identifier=a%25%23@x.example'],
    ['other letters as UTF-8', 'jöhn@x.example', 'user-identifier=j%C3%B6hn@x.example'],
  ])('writes %s', (_case, text, query) => {
    expect(buildRequest('domain', device(text)).url).toContain(`?${query}&`);
  });

  test.each([
    ['iPhone', '16.7', false],
    ['iPhone', '17', true],
    ['Mac', '13.6', false],
    ['Mac', '14.0', true],
    ['RealityDevice', '1.1', true],
  ] as const)('%s with %s sends its family: %p', (family, os, sends) => {
    expect(buildRequest('domain', device('j@x.example', family, os)).url.includes('model-family=')).toBe(sends);
  });

  test('what a device sends is read back by the server half', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (user) => {
        const text = `${user.toWellFormed()}@acme.example`;
        for (const stage of STAGES) {
          const { search } = new URL(buildRequest(stage, device(text)).url);
          expect(parseQuery(search.slice(1))).toMatchObject({ identifier: text, family: 'iPhone' });
        }
      }),
    );
  });
});

describe('OS support', () => {
  test.each([
    // family, version, byod, adde, fallback
    ['iPhone', '14.8', false, false, false],
    ['iPhone', '15', true, false, false],
    ['iPad', '16.7', true, false, false],
    ['iPad', '17.0', true, true, false],
    ['iPhone', '18.1.1', true, true, false],
    ['iPhone', '18.2', true, true, true],
    ['Mac', '13.7', false, false, false],
    ['Mac', '14', true, true, false],
    ['Mac', '15.2', true, true, true],
    ['RealityDevice', '1.0', false, false, false],
    ['RealityDevice', '1.1', true, true, false],
    ['RealityDevice', '2.2', true, true, true],
    ['AppleTV', '18.2', false, false, false],
    ['Watch', '11', false, false, false],
  ] as const)('%s %s: byod %p, adde %p, fallback %p', (family, version, byod, adde, fallback) => {
    const { os } = device('j@x.example', family, version);
    expect([
      supportsEnrollment(family, os, 'byod'),
      supportsEnrollment(family, os, 'adde'),
      supportsFallback(family, os),
    ]).toEqual([byod, adde, fallback]);
  });

  test.each(['', 'eighteen', '18.', '18.2.1.0', '-1', '18,2'])('refuses the version %p', (text) => {
    expect(parseOsVersion(text)).toMatchObject({ ok: false, problem: { code: 'device.os-version' } });
  });

  test.each([
    'iPhone',
    'iPad',
    'Mac',
    'RealityDevice',
  ] as const)('the default version of %s can do everything', (family) => {
    expect(supportsFallback(family, currentOs(family))).toBe(true);
  });
});
