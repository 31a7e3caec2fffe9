import fc from 'fast-check';
import { parseDomainName } from '../../../lib/core/discovery/domain-name';
import { parseCsv } from '../../../lib/core/onboarding/import/csv';
import { draftTenants, type Examined, heldTenants, tenantsByRows } from '../../../lib/core/onboarding/import/drafts';
import { readImportList, tenantIdFor } from '../../../lib/core/onboarding/import/rows';
import { tenantIdOf } from '../../../lib/core/tenants/read-fleet';
import { buildFleet, plainTenant } from '../../support/fleet';

const cellsOf = (text: string) => parseCsv(text).map(({ cells }) => cells);

describe('parseCsv', () => {
  test.each([
    [
      'commas',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'semicolons, as in countries with a decimal comma',
      'a;b\n"x,y";z',
      [
        ['a', 'b'],
        ['x,y', 'z'],
      ],
    ],
    ['tabs', 'a\tb', [['a', 'b']]],
    ['line ends of every system', 'a\r\nb\rc\n', [['a'], ['b'], ['c']]],
    ['quotes, doubled quotes and delimiters inside', '"a ""b"", c",d', [['a "b", c', 'd']]],
    [
      'a line end inside quotes',
      '"a\nb",c\nd,e',
      [
        ['a\nb', 'c'],
        ['d', 'e'],
      ],
    ],
    ['a quote in the middle of a cell', 'a"b,c', [['a"b', 'c']]],
    [
      'a quote that is never closed',
      'a,"b\nc,d\n"e" ,""',
      [
        ['a', '"b'],
        ['c', 'd'],
        ['e', ''],
      ],
    ],
    ['empty rows and spaces', '\n ,\n a , b \n\n', [['a', 'b']]],
    ['nothing', '', []],
  ])('reads %s', (_name, text, rows) => expect(cellsOf(text)).toEqual(rows));

  test('gives the line on which a row begins', () => {
    expect(parseCsv('a\n\n"b\nc"\nd').map(({ line }) => line)).toEqual([1, 3, 5]);
  });

  test('reads back whatever was written by the rules', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((each) => each.trim() !== '');
    const row = fc.array(cell, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
        const text = rows.map((cells) => cells.map((each) => `"${each.replaceAll('"', '""')}"`).join(',')).join('\r\n');
        expect(cellsOf(text)).toEqual(rows.map((cells) => cells.map((each) => each.trim())));
      }),
    );
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseCsv(text)));
  });
});

describe('readImportList', () => {
  const fleet = buildFleet({ tenants: { globex: plainTenant('globex.example') } });
  const read = (text: string) => readImportList(text, fleet);

  test('finds its columns by their headings, in any order', () => {
    expect(read('Customer;Tenant;Domain\nAcme GmbH;acme;ACME.example\n')).toEqual({
      rows: [{ line: 2, domain: 'acme.example', tenant: 'acme', name: 'Acme GmbH' }],
      present: [],
      skipped: [],
    });
  });

  test('sets apart what its own tenant has already', () => {
    const list = read('domain,tenant\nGLOBEX.example,globex\nnew.example,globex');
    expect(list).toMatchObject({ rows: [{ domain: 'new.example' }], present: ['globex.example'], skipped: [] });
  });

  test('finds the column of domains without a heading', () => {
    expect(read('1,Acme,acme.example\n2,Initech,initech.example')?.rows.map(({ domain }) => domain)).toEqual([
      'acme.example',
      'initech.example',
    ]);
  });

  test.each([
    ['a URL', 'https://acme.example/path?x=1', 'acme.example'],
    ['an at sign', '@acme.example', 'acme.example'],
    ['a trailing dot', 'acme.example.', 'acme.example'],
    ['an international name', 'Bücher.example', 'xn--bcher-kva.example'],
  ])('reads %s', (_name, word, domain) => expect(read(`domain\n${word}`)?.rows[0]?.domain).toBe(domain));

  test.each([
    ['a duplicate, in another spelling', 'domain\nacme.example\nACME.EXAMPLE', 3, 'acme.example is in line 2 already'],
    ['a domain of another tenant', 'domain\nglobex.example', 2, 'globex.example belongs to the tenant globex already'],
    ['rubbish', 'domain\nn/a', 2, 'Cannot use "n" as a domain'],
    ['an address', 'domain\n10.0.0.1', 2, 'not an address'],
    ['an empty cell', 'domain,name\n,Acme', 2, 'no domain in this row'],
  ])('leaves %s out, and says why', (_name, text, line, reason) => {
    expect(read(text)?.skipped).toEqual([{ line, reason: expect.stringContaining(reason) }]);
  });

  const tenantsOf = (text: string) => read(text)?.rows.map(({ tenant }) => tenant);

  test.each([
    ['a-b.example and a.b.example', 'domain\na.b.example\na-b.example'],
    ['an id and a domain', 'domain,tenant\na.b.example,\nother.example,a-b-example'],
  ])('leaves out whom another word has made the same id: %s', (_name, text) => {
    const reason = 'would get the tenant id a-b-example, which line 2 has by another word';
    expect(read(text)).toMatchObject({
      rows: [{ domain: 'a.b.example' }],
      skipped: [{ line: 3, reason: expect.stringContaining(reason) }],
    });
  });

  test('knows a tenant in another spelling', () => {
    expect(tenantsOf('domain,tenant\na.example,Acme\nb.example,ACME')).toEqual(['acme', 'acme']);
  });

  test('never gives two words one id, in whatever order they come', () => {
    const word = fc.string({ unit: fc.constantFrom('a', '1', '-', '.', ' ', 'П', '日'), maxLength: 4 });
    fc.assert(
      fc.property(
        fc.uniqueArray(
          word.map((each) => each.trim()),
          { maxLength: 12 },
        ),
        (words) => {
          const lines = words.map((each, index) => `d${index}.example,${each}`);
          const { rows = [], skipped = [] } = read(`domain,tenant\n${lines.join('\n')}`) ?? {};
          expect(new Set(rows.map(({ tenant }) => tenant)).size).toBe(rows.length);
          expect(rows.length + skipped.length).toBe(words.length);
        },
      ),
    );
  });

  test('distinguishes words that an id cannot hold without help', () => {
    const word = fc.string({ unit: fc.constantFrom('Г', 'а', 'з', 'п', '日', '本'), minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(fc.uniqueArray(word, { selector: (each) => each.toLowerCase() }), (words) => {
        expect(new Set(words.map(tenantIdFor)).size).toBe(words.length);
      }),
    );
  });

  test("does not repeat a person's address", () => {
    const skipped = read('domain\njane.doe@acme.example')?.skipped;
    expect(skipped).toEqual([{ line: 2, reason: 'an address of a person, not a domain' }]);
  });

  test.each([
    ['nothing', ''],
    ['no domain anywhere', 'a,b\nc,d'],
  ])('has no list in %s', (_name, text) => expect(read(text)).toBeUndefined());
});

test('tenantsByRows gives the rows of a tenant, in their order, with the last of them', () => {
  const text = 'domain,tenant\na.example,one\nb.example,two\nc.example,one';
  const rows = readImportList(text, buildFleet({ tenants: {} }))?.rows ?? [];
  const complete = tenantsByRows(rows);
  const examined = rows.toReversed().map((row): Examined => ({ row, recognised: { kind: 'nothing', title: '' } }));
  const given = examined.map((each) => complete(each).map(({ row }) => row.domain));
  expect(given).toEqual([[], ['b.example'], ['a.example', 'c.example']]);
});

describe('tenantIdFor', () => {
  test.each([
    ['acme.co.uk', 'acme-co-uk'],
    ['1und1.example', 'tenant-1und1-example'],
    ['Ärzte & Söhne GmbH', 'a-rzte-so-hne-gmbh'],
    ['a', 'tenant-a'],
    ['日本', 'tenant-c4d9f942'],
    ['Газпром', 'tenant-9c24b24e'],
    ['Лукойл', 'tenant-7a382818'],
    [`${'very-'.repeat(9)}long.example`, 'very-very-very-very-ver-0777e6ec'],
    [`${'very-'.repeat(9)}short.example`, 'very-very-very-very-ver-76656b0f'],
  ])('%s', (word, id) => expect(tenantIdFor(word)).toBe(id));

  test('is always a file name of a tenant', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (word) =>
        expect(tenantIdOf(`tenants/${tenantIdFor(word)}.ts`).ok).toBe(true),
      ),
    );
  });
});

describe('draftTenants', () => {
  const na1 = { rules: [], otherwise: { kind: 'redirect', cluster: 'na1' } } as const;
  const eu1 = { rules: [], otherwise: { kind: 'redirect', cluster: 'eu1' } } as const;
  const examined = (tenant: string, word: string, recognised: Examined['recognised']): Examined => {
    const domain = parseDomainName(word);
    if (!domain.ok) throw new Error(word);
    return { row: { line: 1, domain: domain.value, tenant, name: tenant }, recognised };
  };

  test('puts the domains of one tenant together, each with its own policy where that differs', () => {
    const drafts = draftTenants([
      examined('acme', 'acme.example', { kind: 'works', policy: na1 }),
      examined('acme', 'acme.test', { kind: 'works', policy: eu1 }),
      examined('acme', 'mail.acme.example', { kind: 'works', policy: na1 }),
    ]);
    expect(drafts).toMatchObject([
      {
        id: 'acme',
        draft: {
          discovery: na1,
          domains: [
            ['acme.example', { dns: { kind: 'elsewhere' } }],
            ['acme.test', { dns: { kind: 'elsewhere' }, discovery: eu1 }],
            ['mail.acme.example', { dns: { kind: 'elsewhere' } }],
          ],
        },
      },
    ]);
  });

  test('holds a tenant up until the policy of each of its rows is known', () => {
    const all = [
      examined('acme', 'acme.example', { kind: 'works', policy: na1 }),
      examined('acme', 'acme.test', { kind: 'could-not-check', reason: 'R' }),
      examined('other', 'other.example', { kind: 'nothing', title: 'T' }),
    ];
    expect(draftTenants(all)).toEqual([]);
    expect(heldTenants(all)).toMatchObject([{ id: 'acme', rows: [{ domain: 'acme.test' }] }]);
  });

  test('takes over what is broken where it is clear what was meant, and nothing else', () => {
    const drafts = draftTenants([
      examined('a1', 'a.example', { kind: 'broken', code: 'query.dropped', title: 'T', policy: na1 }),
      examined('b1', 'b.example', { kind: 'broken', code: 'tls.expired', title: 'T' }),
      examined('c1', 'c.example', { kind: 'unknown-cluster', hosts: ['x.example'] }),
      examined('d1', 'd.example', { kind: 'nothing', title: 'T' }),
      examined('e1', 'e.example', { kind: 'could-not-check', reason: 'R' }),
    ]);
    expect(drafts.map(({ id }) => id)).toEqual(['a1']);
  });
});
