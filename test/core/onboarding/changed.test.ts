import { compareFleets } from '../../../lib/core/onboarding/changed';
import { formatChanges, renderChangesMarkdown } from '../../../lib/core/onboarding/changed-report';
import { absent, elsewhere, none, owned, redirect, refuse, route53 } from '../../../lib/core/tenants/authoring';
import type { ClustersDeclaration, TenantDeclaration } from '../../../lib/core/tenants/declaration';
import { buildFleet, plainTenant } from '../../support/fleet';

const CLUSTERS: ClustersDeclaration = {
  na1: { url: 'https://na1.mdm.example' },
  eu1: { url: 'https://eu1.mdm.example/d' },
};
const NA1 = '→ https://na1.mdm.example/.well-known/com.apple.remotemanagement';
const EU1 = '→ https://eu1.mdm.example/d';

function fleet(
  discovery: TenantDeclaration['discovery'],
  changes: Partial<TenantDeclaration> = {},
  clusters = CLUSTERS,
) {
  return buildFleet({ clusters, tenants: { acme: plainTenant('acme.example', { discovery, ...changes }) } });
}
const to = (cluster: string, rules: TenantDeclaration['discovery']['rules'] = [], salt?: string) => ({
  rules,
  otherwise: redirect(cluster),
  ...(salt ? { salt } : {}),
});
const shareTo = (share: number, cluster: string) => [{ when: { share }, answer: redirect(cluster) }];
const who = (before: ReturnType<typeof fleet>, after: ReturnType<typeof fleet>) =>
  compareFleets(before, after).flatMap(({ differences }) =>
    differences.map(({ devices, percent, from, to: target }) => [devices.length, percent, from, target]),
  );

describe('compareFleets', () => {
  test('finds nothing between the same', () => {
    expect(compareFleets(fleet(to('na1', shareTo(20, 'eu1'))), fleet(to('na1', shareTo(20, 'eu1'))))).toEqual([]);
  });

  test.each<[string, TenantDeclaration['discovery'], TenantDeclaration['discovery'], unknown[]]>([
    ['another cluster', to('na1'), to('eu1'), [[5, 100, NA1, EU1]]],
    [
      'a rule for one family',
      to('na1'),
      to('na1', [{ when: { families: ['Mac'] }, answer: absent() }]),
      [[1, 100, NA1, '404']],
    ],
    ['a migration that begins', to('na1'), to('na1', shareTo(25, 'eu1')), [[5, 25, NA1, EU1]]],
    [
      'a migration that goes on: only the new ones',
      to('na1', shareTo(25, 'eu1')),
      to('na1', shareTo(40, 'eu1')),
      [[5, 15, NA1, EU1]],
    ],
    ['a migration that is taken back', to('na1', shareTo(25, 'eu1')), to('na1'), [[5, 25, EU1, NA1]]],
    [
      'a migration counted anew: some go and some come back',
      to('na1', shareTo(50, 'eu1'), 'one'),
      to('na1', shareTo(50, 'eu1'), 'two'),
      [
        [5, 25, EU1, NA1],
        [5, 25, NA1, EU1],
      ],
    ],
    ['a share of 0 %', to('na1'), to('na1', shareTo(0, 'eu1')), []],
    ['a share of everybody', to('na1'), to('na1', shareTo(100, 'eu1')), [[5, 100, NA1, EU1]]],
    [
      'a rule behind one that takes all',
      to('na1', [...shareTo(100, 'eu1')]),
      to('na1', [...shareTo(100, 'eu1'), ...shareTo(50, 'na1')]),
      [],
    ],
    [
      'another message',
      { rules: [], otherwise: refuse('A') },
      { rules: [], otherwise: refuse('B') },
      [[5, 100, 'refused: "A"', 'refused: "B"']],
    ],
  ])('%s', (_name, before, after, expected) => expect(who(fleet(before), fleet(after))).toEqual(expected));

  test('sees a cluster whose URL has changed, even on the same host', () => {
    const moved = { ...CLUSTERS, na1: { url: 'https://na1.mdm.example/new' } };
    expect(who(fleet(to('na1')), fleet(to('na1'), {}, moved))).toEqual([
      [5, 100, NA1, '→ https://na1.mdm.example/new'],
    ]);
  });

  test('names what is added and what is removed', () => {
    const domains = { 'acme.example': { dns: route53('Z1'), website: none() } };
    const more = { domains: { ...domains, 'acme.test': { dns: route53('Z1'), website: none() } } };
    const changes = compareFleets(fleet(to('na1'), { domains }), fleet(to('na1'), more));
    expect(changes.map(({ kind, where }) => [kind, where.name])).toEqual([['added', 'acme.test']]);
    expect(changes[0]?.differences[0]).toMatchObject({ percent: 100, from: 'not declared', to: NA1 });
    expect(compareFleets(fleet(to('na1'), more), fleet(to('na1'), { domains }))[0]?.kind).toBe('removed');
  });

  test('says who answers where that changes', () => {
    const own = { domains: { 'acme.example': { dns: elsewhere() } } };
    expect(who(fleet(to('na1')), fleet(to('na1'), own))).toEqual([
      [5, 100, NA1, `${NA1} (by the customer's own server)`],
    ]);
  });

  test('knows devices that come by Apple', () => {
    const servers = (fallback: TenantDeclaration['discovery']) => ({ servers: { main: { token: owned(), fallback } } });
    const changes = compareFleets(fleet(to('na1'), servers(to('na1'))), fleet(to('na1'), servers(to('eu1'))));
    expect(changes.map(({ where }) => where)).toEqual([{ kind: 'server', name: 'acme/main' }]);
  });
});

describe('the report', () => {
  const changes = compareFleets(
    fleet(to('na1')),
    fleet(to('na1', [{ when: { families: ['Mac'], share: 25 }, answer: refuse('a | b <c>') }])),
  );

  test('for a person', () => {
    expect(formatChanges(changes)).toEqual([
      'acme.example (acme): changed',
      `  25 % of the users of Mac: ${NA1} becomes refused: "a | b <c>"`,
      '',
      '1 place of 1 tenant.',
    ]);
    expect(formatChanges([])).toEqual(['No device would get another answer.']);
  });

  test('for a pull request', () => {
    const markdown = renderChangesMarkdown(changes, 'origin/main');
    expect(markdown).toContain('### Devices answered differently since `origin/main`');
    expect(markdown).toContain('refused: "a \\| b \\<c\\>"');
    expect(renderChangesMarkdown([], 'v1')).toContain('None.');
  });
});
