import { type ConsoleRoute, parseRoute, pathTo } from '../../console/shell/routes';

describe('parseRoute', () => {
  const PAGES: readonly Exclude<ConsoleRoute, { page: 'not-found' }>[] = [
    { page: 'overview' },
    { page: 'device-enrollment' },
    { page: 'device-enrollment', state: 'set', domain: 'acme.example' },
    { page: 'controls' },
    { page: 'tenants' },
    { page: 'tenant', tenant: 'acme' },
    { page: 'domain', tenant: 'acme', domain: 'acme.example' },
    { page: 'server', tenant: 'acme', server: 'main' },
    { page: 'server', tenant: 'a/b', server: 'c?d#e' },
  ];

  test.each(PAGES)('reads the path of %j back', (route) => {
    expect(parseRoute(pathTo(route))).toEqual(route);
  });

  test.each([
    '/nowhere',
    '/tenants/acme/domains',
    '/tenants/acme/others/x',
    '/tenants/acme/domains/acme.example/more',
    '/device-enrollment/more',
    '/controls/more',
    '/tenants/%E0%A4%A',
  ])('knows no page at %s', (path) => {
    expect(parseRoute(path)).toEqual({ page: 'not-found' });
  });
});
