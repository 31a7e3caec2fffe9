import { principalOfToken } from '../../console/session/access-token';

function token(claims: unknown): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}

const SCOPE = 'openid signpost/read signpost/write';

test.each([
  ['the platform team', { sub: 'p', scope: SCOPE, groups: ['signpost-platform'] }, { kind: 'platform' }],
  [
    "a tenant's administrator, with a name beyond ASCII",
    { sub: 'Zoë', scope: SCOPE, groups: ['signpost-tenant-acme', 'others'] },
    { kind: 'tenants', ids: ['acme'] },
  ],
  [
    "groups by Cognito's name, and scopes as a list",
    { sub: 'p', scp: SCOPE.split(' '), 'cognito:groups': ['signpost-platform'] },
    { kind: 'platform' },
  ],
  ['groups that are no list', { sub: 'p', scope: SCOPE, groups: 'signpost-platform' }, { kind: 'tenants', ids: [] }],
])('knows %s', (_name, claims, role) => {
  expect(principalOfToken(token(claims))).toEqual({ role, canRead: true, canWrite: true });
});

test.each([
  'opaque',
  '',
  'a.b.c',
  token(null),
  token('text'),
])('a token without usable claims permits nothing: %s', (text) => {
  expect(principalOfToken(text)).toEqual({ role: { kind: 'tenants', ids: [] }, canRead: false, canWrite: false });
});
