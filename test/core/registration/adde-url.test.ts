import { serverDiscoveryPath } from '../../../lib/contract/routes';
import { chooseAddeUrl, defaultAddeUrl, parseAddeUrl } from '../../../lib/core/registration/adde-url';

const KEY = { tenant: 'acme', server: 'main' };
const DEFAULT_URL = 'https://discovery.example/t/acme/s/main/.well-known/com.apple.remotemanagement';

test('the default URL is where the backend answers', () => {
  expect(defaultAddeUrl('discovery.example', KEY)).toBe(DEFAULT_URL);
  expect(new URL(DEFAULT_URL).pathname).toBe(serverDiscoveryPath('acme', 'main'));
});

describe('parseAddeUrl', () => {
  test.each([
    ['https://MDM.example', 'https://mdm.example/'],
    ['https://mdm.example:443/a?b=c', 'https://mdm.example/a?b=c'],
    ['https://mdm.example:8443/a', 'https://mdm.example:8443/a'],
  ])('takes %s', (text, url) => expect(parseAddeUrl(text)).toEqual({ ok: true, value: url }));

  test.each([
    '',
    'nonsense',
    '/path',
    'http://mdm.example/',
    'ftp://mdm.example/',
    'https://user:pass@mdm.example/',
    'https://mdm.example/?user-identifier=jane@mdm.example',
    'https://mdm.example/?a=b&model-family=Mac',
    'https://mdm.example/#part',
    'https://mdm.example/#',
    'https://localhost/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://mdm.example/a b',
    'https://mdm.example/\n',
    'https://mdm.exämple/',
    `https://mdm.example/${'x'.repeat(1000)}`,
  ])('refuses %j', (text) => {
    expect(parseAddeUrl(text)).toMatchObject({ ok: false, problem: { code: 'adde.url-not-valid' } });
  });

  test('repeats neither credentials nor an address', () => {
    expect(JSON.stringify(parseAddeUrl('https://user:pass@mdm.example/'))).not.toContain('pass@');
    expect(JSON.stringify(parseAddeUrl('https://mdm.example/?user-identifier=jane@acme.example'))).not.toContain(
      'jane',
    );
  });
});

describe('chooseAddeUrl', () => {
  test.each([
    [undefined, DEFAULT_URL, 'tenant', DEFAULT_URL],
    [DEFAULT_URL, DEFAULT_URL, 'tenant', DEFAULT_URL],
    ['https://a.example/', DEFAULT_URL, 'platform', 'https://a.example/'],
    ['https://a.example/', undefined, 'platform', 'https://a.example/'],
    ['https://a.example/', DEFAULT_URL, 'tenant', 'adde.url-not-ours'],
    ['https://a.example/', undefined, 'tenant', 'adde.url-not-ours'],
    ['http://a.example/', DEFAULT_URL, 'tenant', 'adde.url-not-valid'],
    ['http://a.example/', DEFAULT_URL, 'platform', 'adde.url-not-valid'],
    [undefined, undefined, 'platform', 'adde.no-default-url'],
  ] as const)('%s, the default being %s, for a %s: %s', (requested, defaultUrl, asker, expected) => {
    const chosen = chooseAddeUrl(requested, defaultUrl, asker);
    expect(chosen.ok ? chosen.value : chosen.problem.code).toBe(expected);
  });
});
