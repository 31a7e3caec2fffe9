import fc from 'fast-check';
import { renderWebsite, websiteHost } from '../../lib/core/website';

const to = (url: string, path: string, rawQuery = '') =>
  renderWebsite({ kind: 'redirect', to: url }, { path, rawQuery });

describe('renderWebsite', () => {
  test.each([
    ['the root', 'https://www.acme.example/', '/', '', 'https://www.acme.example/'],
    ['a path', 'https://www.acme.example', '/a/b', '', 'https://www.acme.example/a/b'],
    ['path and query', 'https://www.acme.example/', '/a', 'b=1&c', 'https://www.acme.example/a?b=1&c'],
    ['a target with a path', 'https://www.acme.example/en', '/a', '', 'https://www.acme.example/en/a'],
    [
      'a path that looks like a host',
      'https://www.acme.example',
      '//evil.example/',
      '',
      'https://www.acme.example//evil.example/',
    ],
    [
      'a path that looks like credentials',
      'https://www.acme.example',
      '/@evil.example',
      '',
      'https://www.acme.example/@evil.example',
    ],
    [
      'a path without its slash',
      'https://www.acme.example',
      '.evil.example',
      '',
      'https://www.acme.example/.evil.example',
    ],
    ['letters outside ASCII', 'https://www.acme.example', '/ü', '', 'https://www.acme.example/%C3%BC'],
  ])('redirects and keeps %s', (_case, url, path, rawQuery, location) => {
    expect(to(url, path, rawQuery)).toMatchObject({
      status: 301,
      headers: { location, 'cache-control': 'public, max-age=3600' },
      body: '',
    });
  });

  test('without a website everything is a 404', () => {
    expect(renderWebsite({ kind: 'none' }, { path: '/', rawQuery: '' }).status).toBe(404);
  });

  test('a URL beyond the limit is 414', () => {
    expect(to('https://www.acme.example', `/${'a'.repeat(8000)}`).status).toBe(414);
  });

  test('the host is always the target, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (path, rawQuery) => {
        const { location = '' } = to('https://www.acme.example', path, rawQuery).headers;
        expect(new URL(location).host).toBe('www.acme.example');
        expect(location).toMatch(/^[\x21-\x7e]+$/);
      }),
    );
  });
});

test.each([
  ['none', { kind: 'none' }, undefined],
  ['a redirect', { kind: 'redirect', to: 'https://WWW.acme.example/en' }, 'www.acme.example'],
  ['an origin', { kind: 'passThrough', origin: 'Origin.acme.example' }, 'origin.acme.example'],
] as const)('the host of %s', (_case, website, host) => {
  expect(websiteHost(website)).toBe(host);
});
