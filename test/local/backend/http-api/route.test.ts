import type { HttpRoute } from '../../../../lib/local/deployment';
import { compileRoutes } from '../../../../lib/local/http-api/route';

function routes(...keys: readonly string[]): readonly HttpRoute[] {
  return keys.map((key) => ({ key, functionArn: 'arn', integrationTimeoutSeconds: 30 }));
}

const SPECIFIC = routes(
  '$default',
  'ANY /v1/{proxy+}',
  'GET /v1/{proxy+}',
  'GET /v1/tenants/{tenant}',
  'GET /v1/tenants/all',
  'ANY /v1/tenants/all',
  'GET /t/{tenant}/s/{server}/.well-known/x',
);

describe('a route is found', () => {
  test.each<[string, string, string, string, Record<string, string>]>([
    ['by its fixed path', 'GET', '/v1/tenants/all', 'GET /v1/tenants/all', {}],
    ['by ANY where the method has none', 'PUT', '/v1/tenants/all', 'ANY /v1/tenants/all', {}],
    ['by a variable before a greedy one', 'GET', '/v1/tenants/acme', 'GET /v1/tenants/{tenant}', { tenant: 'acme' }],
    ['by a greedy variable', 'GET', '/v1/a/b%20c', 'GET /v1/{proxy+}', { proxy: 'a/b c' }],
    ['by a greedy variable for ANY', 'POST', '/v1/a', 'ANY /v1/{proxy+}', { proxy: 'a' }],
    [
      'by several variables',
      'GET',
      '/t/a/s/b/.well-known/x',
      'GET /t/{tenant}/s/{server}/.well-known/x',
      { tenant: 'a', server: 'b' },
    ],
    ['by default where nothing else matches', 'GET', '/other', '$default', {}],
    ['by default where a variable would be empty', 'GET', '/v1/', '$default', {}],
    ['by default where a segment is left over', 'GET', '/t/a/s/b/.well-known/x/y', '$default', {}],
  ])('%s', (_name, method, path, key, parameters) => {
    const match = compileRoutes(SPECIFIC)(method, path);
    expect([match?.route.key, match?.parameters]).toEqual([key, parameters]);
  });

  test.each([
    ['another method', 'POST', '/a'],
    ['another case', 'GET', '/A'],
    ['a slash at the end', 'GET', '/a/'],
    ['an escaped slash', 'GET', '%2Fa'],
    ['less than the path', 'GET', '/'],
  ])('not at all for %s where there is no default', (_name, method, path) => {
    expect(compileRoutes(routes('GET /a'))(method, path)).toBeUndefined();
  });

  test('with a variable as it was sent where its escapes are no UTF-8', () => {
    const match = compileRoutes(routes('GET /a/{b}'))('GET', '/a/%zz');
    expect(match?.parameters).toEqual({ b: '%zz' });
  });
});
