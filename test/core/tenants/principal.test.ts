import {
  judgeAccess,
  type Principal,
  principalOf,
  SCOPES,
  type TokenClaims,
} from '../../../lib/core/tenants/principal';
import { tenantId } from '../../support/tenant-records';

const ALL = Object.values(SCOPES);

describe('principalOf', () => {
  test.each<[string, TokenClaims, Principal['role']]>([
    [
      'a person of the platform group',
      { subject: 'a', scopes: [], groups: ['signpost-platform'] },
      { kind: 'platform' },
    ],
    [
      "a tenant's administrator",
      { subject: 'a', scopes: [], groups: ['signpost-tenant-acme', 'signpost-tenant-globex'] },
      { kind: 'tenants', ids: [tenantId('acme'), tenantId('globex')] },
    ],
    [
      'a person in both kinds of groups',
      { subject: 'a', scopes: [], groups: ['signpost-tenant-acme', 'signpost-platform'] },
      { kind: 'platform' },
    ],
    [
      'groups that are nearly ours',
      {
        subject: 'a',
        scopes: ALL,
        groups: [
          'Signpost-Platform',
          'signpost-platform ',
          'signpost-tenant-',
          'signpost-tenant-A',
          'x-signpost-tenant-acme',
        ],
      },
      { kind: 'tenants', ids: [] },
    ],
    ['a machine with the scope', { subject: 'm', client: 'm', scopes: ALL }, { kind: 'platform' }],
    ['a machine without the scope', { subject: 'm', client: 'm', scopes: [SCOPES.read] }, { kind: 'tenants', ids: [] }],
    ['a person with the scope of machines', { subject: 'a', client: 'm', scopes: ALL }, { kind: 'tenants', ids: [] }],
    ['a token that names no client', { subject: 'a', scopes: ALL }, { kind: 'tenants', ids: [] }],
    [
      'a machine with an empty list of groups',
      { subject: 'm', client: 'm', scopes: ALL, groups: [] },
      { kind: 'tenants', ids: [] },
    ],
  ])('%s', (_case, claims, role) => {
    expect(principalOf(claims).role).toEqual(role);
  });

  test.each([
    [[], false, false],
    [[SCOPES.read], true, false],
    [[SCOPES.write], false, true],
    [['read', 'signpost/READ', 'signpost/read/all'], false, false],
  ])('the scopes %p read: %p, write: %p', (scopes, canRead, canWrite) => {
    expect(principalOf({ subject: 'a', scopes })).toMatchObject({ canRead, canWrite });
  });
});

describe('judgeAccess', () => {
  const platform: Principal = { role: { kind: 'platform' }, canRead: true, canWrite: false };
  const acme: Principal = { role: { kind: 'tenants', ids: [tenantId('acme')] }, canRead: false, canWrite: true };

  test.each([
    ['reads any tenant', platform, 'tenant', 'read', 'globex', 'allowed'],
    ['writes nothing without the scope', platform, 'tenant', 'write', 'globex', 'forbidden'],
    ['writes its own', acme, 'tenant', 'write', 'acme', 'allowed'],
    ['reads nothing without the scope', acme, 'tenant', 'read', 'acme', 'forbidden'],
    ['is no platform team', acme, 'platform', 'write', 'acme', 'forbidden'],
    ['sees no other tenant, whatever is asked', acme, 'platform', 'write', 'globex', 'hidden'],
    ['uses what is about no tenant', acme, 'tenant', 'write', undefined, 'allowed'],
  ] as const)('%s', (_case, principal, role, scope, tenant, kind) => {
    expect(judgeAccess(principal, { role, scope }, tenant).kind).toBe(kind);
  });
});
