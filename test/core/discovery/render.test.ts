import fc from 'fast-check';
import { MAX_LOCATION_LENGTH } from '../../../lib/core/discovery/location';
import type { ResolvedAnswer } from '../../../lib/core/discovery/policy';
import { render } from '../../../lib/core/discovery/render';

const CLUSTER = 'https://na1.mdm.example/.well-known/com.apple.remotemanagement';
const redirect: ResolvedAnswer = { kind: 'redirect', url: CLUSTER };
const get = (answer: ResolvedAnswer, rawQuery = '') => render(answer, { method: 'GET', rawQuery });

const SAFE_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

describe('render: redirect', () => {
  test.each([
    [
      'both parameters',
      'user-identifier=jane@acme.example&model-family=Mac',
      'user-identifier=jane@acme.example&model-family=Mac',
    ],
    ['+ unchanged', 'user-identifier=u+tag@x.example', 'user-identifier=u+tag@x.example'],
    ['escapes unchanged, whatever their case', 'user-identifier=a%2bb%2Bc', 'user-identifier=a%2bb%2Bc'],
    ['a broken escape unchanged', 'user-identifier=100%', 'user-identifier=100%'],
    ['unknown parameters unchanged', 'x=1&&y', 'x=1&&y'],
    ['a space encoded', 'a b', 'a%20b'],
    ['line ends encoded', 'a\r\nset-cookie: x', 'a%0D%0Aset-cookie:%20x'],
    ['other letters encoded as UTF-8', 'user-identifier=jöhn', 'user-identifier=j%C3%B6hn'],
    ['a lone surrogate encoded as the replacement character', '\ud800', '%EF%BF%BD'],
    ['# encoded, as it would cut the rest off', 'a#b', 'a%23b'],
  ])('carries the query over: %s', (_case, raw, carried) => {
    expect(get(redirect, raw)).toMatchObject({
      status: 302,
      headers: { location: `${CLUSTER}?${carried}`, ...SAFE_HEADERS },
      body: '',
    });
  });

  test.each([
    ['no query at all', CLUSTER, '', CLUSTER],
    ['a target with a query', 'https://c.example/x?realm=eu', 'a=1', 'https://c.example/x?realm=eu&a=1'],
    ['a target with an empty query', 'https://c.example/x?', 'a=1', 'https://c.example/x?a=1'],
    ['a target whose query ends in &', 'https://c.example/x?r=1&', 'a=1', 'https://c.example/x?r=1&a=1'],
  ])('joins %s', (_case, url, raw, location) => {
    expect(get({ kind: 'redirect', url }, raw).headers['location']).toBe(location);
  });

  test('a Location of 8,000 characters goes out, one more is 414 with a code', () => {
    const room = MAX_LOCATION_LENGTH - CLUSTER.length - 1;
    expect(get(redirect, 'a'.repeat(room)).status).toBe(302);
    const tooLong = get(redirect, 'a'.repeat(room + 1));
    expect(tooLong.status).toBe(414);
    expect(JSON.parse(tooLong.body)).toEqual({ code: 'discovery.location-too-long' });
  });

  test('never a Location outside the target, never a byte that no header may have', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const { location = '' } = get(redirect, raw).headers;
        expect(location.startsWith(CLUSTER)).toBe(true);
        expect(location).toMatch(/^[\x21-\x7e]+$/);
        expect(new URL(location).host).toBe('na1.mdm.example');
      }),
    );
  });
});

describe('render: the other answers', () => {
  test('serve is the exact document with one entry', () => {
    const response = get({ kind: 'serve', baseUrl: 'https://eu1.mdm.example/enroll', version: 'mdm-byod' });
    expect(response).toMatchObject({ status: 200, headers: { 'content-type': 'application/json', ...SAFE_HEADERS } });
    expect(response.body).toBe('{"Servers":[{"Version":"mdm-byod","BaseURL":"https://eu1.mdm.example/enroll"}]}');
  });

  test("refuse is Apple's 403", () => {
    const response = get({ kind: 'refuse', message: 'Call us.', description: 'suspended' });
    expect(response).toMatchObject({ status: 403, headers: { 'content-type': 'application/json', ...SAFE_HEADERS } });
    expect(JSON.parse(response.body)).toEqual({
      code: 'com.apple.well-known.failed',
      description: 'suspended',
      message: 'Call us.',
    });
  });

  test('refuse without a description repeats the message', () => {
    expect(JSON.parse(get({ kind: 'refuse', message: 'Call us.' }).body)).toMatchObject({ description: 'Call us.' });
  });

  test('absent is a true 404 with a short text', () => {
    const response = get({ kind: 'absent' });
    expect(response).toMatchObject({
      status: 404,
      headers: { 'content-type': 'text/plain; charset=utf-8', ...SAFE_HEADERS },
    });
    expect(response.body.length).toBeLessThan(100);
  });
});

describe('render: methods', () => {
  const answers: ResolvedAnswer[] = [
    redirect,
    { kind: 'serve', baseUrl: 'https://x.example', version: 'mdm-adde' },
    { kind: 'refuse', message: 'm' },
    { kind: 'absent' },
  ];

  test.each(answers)('HEAD is GET without a body: $kind', (answer) => {
    const head = render(answer, { method: 'HEAD', rawQuery: 'a=1' });
    expect(head).toEqual({ ...get(answer, 'a=1'), body: '' });
  });

  test.each(['POST', 'PUT', 'OPTIONS', 'get', ''])('%p is 405 with Allow', (method) => {
    const response = render(redirect, { method, rawQuery: '' });
    expect(response).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD', ...SAFE_HEADERS } });
    expect(response.headers['location']).toBeUndefined();
  });
});
