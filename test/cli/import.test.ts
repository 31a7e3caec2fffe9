import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFleet } from '../../lib/adapters/project/project-files';
import { WELL_KNOWN_PATH } from '../../lib/core/discovery/well-known';
import { splitTarget } from '../../lib/local/http-message';
import { clusterHost } from '../../lib/local/simulation/cluster';
import { type Host, plain } from '../../lib/local/simulation/host';
import { makeCheckout } from '../support/checkout';
import { withOnboarding } from '../support/onboarding';
import { tenantFile, writeProject } from '../support/project';
import { record } from '../support/recording';
import { type Running, startSignpost } from '../support/signpost';
import { type Sites, startSites } from '../support/sites';

const redirectTo =
  (url: string, keep = true): Host =>
  ({ target }) => {
    const { path, query } = splitTarget(target);
    if (path !== WELL_KNOWN_PATH) return plain(404, 'No such page.');
    const separator = url.includes('?') ? '&' : '?';
    return plain(302, '', [['Location', keep && query !== '' ? `${url}${separator}${query}` : url]]);
  };
const cluster = (host: string): Host =>
  clusterHost({ host, discovery: new Set([WELL_KNOWN_PATH]), enrollment: new Set() });
const NA1 = `https://na1.mdm.example${WELL_KNOWN_PATH}`;
const EU1 = 'https://eu1.mdm.example/x';

const SITES: Readonly<Record<string, Host>> = {
  'works.example': redirectTo(NA1),
  'drops.example': redirectTo(NA1, false),
  'stranger.example': redirectTo(`https://mdm.stranger-vendor.example${WELL_KNOWN_PATH}`),
  'empty.example': () => plain(404, 'No such page.'),
  'acme.example': redirectTo(NA1),
  'more.example': redirectTo(NA1),
  'xn--bcher-kva.example': redirectTo(NA1),
  'realm.example': redirectTo(`${EU1}?realm=eu`),
  'shard.example': redirectTo(`${EU1}?realm=eu&shard=2`),
  'no-realm.example': redirectTo(EU1),
  'eu1.mdm.example': clusterHost({ host: 'eu1.mdm.example', discovery: new Set(['/x']), enrollment: new Set() }),
  'na1.mdm.example': cluster('na1.mdm.example'),
  'mdm.stranger-vendor.example': cluster('mdm.stranger-vendor.example'),
};

/** An import in a process of its own, and the signal that it gets while it checks `interrupts.example`. */
let importing: { readonly running: Running; readonly signal: 'SIGINT' | 'SIGKILL' } | undefined;
const INTERRUPTING: Host = (request) => {
  importing?.running.child.kill(importing.signal);
  importing = undefined;
  return redirectTo(NA1)(request);
};

let sites: Sites;
beforeAll(async () => {
  sites = await startSites({ ...SITES, 'interrupts.example': INTERRUPTING });
});
afterAll(() => sites.close());

const environment = () => ({
  records: [...Object.keys(SITES), 'interrupts.example'].map((name) => ({
    name,
    type: 'A' as const,
    value: '127.0.0.1',
  })),
  httpsPort: sites.port,
  hosts: sites.hosts,
  ca: sites.ca,
});

function list(content: string | Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'signpost-list-')), 'domains.csv');
  writeFileSync(file, content);
  return file;
}

const LIST = `\uFEFFCustomer;Domain;Tenant\r
"Works; GmbH";WORKS.example;\r
Drops;https://drops.example/;drops\r
Stranger;stranger.example;\r
Empty;empty.example;\r
Acme;acme.example;\r
Again;works.example;\r
Bücher;Bücher.example;buch\r
Unset;unset.example;\r
Rubbish;n/a;\r
Person;jane.doe@works.example;\r
Taken;globex.example;\r
`;

const project = () =>
  writeProject({
    'tenants/acme-example.ts': tenantFile({ domains: `{ 'other.example': { dns: elsewhere() } }` }),
    'tenants/globex.ts': tenantFile({ domains: `{ 'globex.example': { dns: elsewhere() } }` }),
  });

describe('signpost import', () => {
  test('recognises each domain, writes what it can, and reports the rest', () => {
    const directory = project();
    return withOnboarding(directory, environment(), async () => {
      const before = readFileSync(join(directory, 'tenants/acme-example.ts'), 'utf8');
      const { code, stdout, stderr } = await record(directory, 'import', list(LIST));
      for (const line of [
        'works.example: → na1',
        'xn--bcher-kva.example: → na1',
        'stranger.example: devices are sent to mdm.stranger-vendor.example',
        'line 7: works.example is in line 2 already',
        'line 11: an address of a person, not a domain',
        'line 12: globex.example belongs to the tenant globex already',
        'tenants/acme-example.ts: it exists already',
        'mdm.stranger-vendor.example: 1 domain.',
        '3 files written to tenants/.',
      ])
        expect(stdout).toContain(line);
      expect(stdout).toMatch(/^drops\.example: broken: .* \[query\..*; intended: → na1$/m);
      expect(stdout).toMatch(/^empty\.example: nothing is set up/m);
      expect(stdout).toMatch(/^unset\.example: nothing is set up/m);
      expect(stdout + stderr).not.toContain('jane.doe');
      expect(stderr).toContain('Checked 7 of 7 domains');
      expect(code).toBe(1);
      expect(readFileSync(join(directory, 'tenants/acme-example.ts'), 'utf8')).toBe(before);
      const fleet = await loadFleet(directory);
      expect(fleet.ok && fleet.value.tenants.map(({ id, name }) => [id, name])).toEqual([
        ['acme-example', 'Acme'],
        ['buch', 'Bücher'],
        ['drops', 'Drops'],
        ['globex', 'Acme'],
        ['works-example', 'Works; GmbH'],
      ]);
    });
  });

  test.each([
    {
      name: 'is part of its URL',
      registry: `{ eu1: { url: '${EU1}?realm=eu' } }`,
      lines: [
        'realm.example: → eu1',
        'shard.example: → eu1 /x?realm=eu&shard=2',
        'no-realm.example: devices are sent to eu1.mdm.example without realm=eu (eu1)',
      ],
    },
    {
      name: 'distinguishes it from another cluster on the same host',
      registry: `{ all: { url: '${EU1}' }, eu1: { url: '${EU1}?realm=eu' }, us1: { url: '${EU1}?realm=us' } }`,
      lines: ['realm.example: → eu1', 'shard.example: → eu1 /x?realm=eu&shard=2', 'no-realm.example: → all'],
    },
  ])("a cluster's own query $name", ({ registry, lines }) => {
    const clusters = `import { clusters } from 'signpost';\nexport default clusters(${registry});\n`;
    const directory = writeProject({ 'clusters.ts': clusters });
    return withOnboarding(directory, environment(), async () => {
      const found = await record(directory, 'import', list('realm.example\nshard.example\nno-realm.example'));
      expect(found.stdout.split('\n').slice(0, 4)).toEqual(expect.arrayContaining(lines));
      expect(found.stdout).not.toContain('If it is your MDM');
      const fleet = await loadFleet(directory);
      expect(fleet.ok && fleet.value.tenants.length).toBe(lines.filter((line) => line.includes('→')).length);
    });
  });

  test('writes nothing with --dry-run, and changes nothing in a second run', () => {
    const directory = project();
    return withOnboarding(directory, environment(), async () => {
      const { stdout } = await record(directory, 'import', list('works.example'), '--dry-run');
      expect(stdout).toContain('1 domains can be imported. Nothing was written.');
      expect(existsSync(join(directory, 'tenants/works-example.ts'))).toBe(false);
      await record(directory, 'import', list('works.example'));
      const again = await record(directory, 'import', list('works.example'));
      expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('1 domains were imported before.') });
    });
  });

  test('writes complete tenants only, and names what is missing and what to add later', () => {
    const directory = project();
    return withOnboarding(directory, environment(), async () => {
      const both = ['domain,tenant', 'works.example,two', 'empty.example,two'];
      const held = await record(directory, 'import', list(both.join('\n')));
      expect([held.code, existsSync(join(directory, 'tenants/two.ts'))]).toEqual([1, false]);
      expect(held.stdout).toContain('two: empty.example (line 3)');

      expect((await record(directory, 'import', list(both.slice(0, 2).join('\n')))).code).toBe(0);
      const more = list([...both.slice(0, 2), 'more.example,two'].join('\n'));
      const later = await record(directory, 'import', more);
      expect(later.code).toBe(1);
      const [line = ''] = /^ *'more\.example': .*,$/m.exec(later.stdout) ?? [];
      const file = join(directory, 'tenants/two.ts');
      writeFileSync(file, readFileSync(file, 'utf8').replace('domains: {', `domains: {\n${line}`));
      const again = await record(directory, 'import', more);
      expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('2 domains were imported before.') });
    });
  });

  test.each([
    ['nothing is set up', 'empty.example', [], 1],
    ['a foreign server answers', 'stranger.example', [], 1],
    ['it is broken', 'drops.example', [], 1],
    ['no resolver answers', 'works.example', ['--resolver', '127.0.0.1:1'], 2],
  ])('ends with what is left to do where %s', (_name, domain, options, expected) => {
    const directory = project();
    return withOnboarding(directory, environment(), async () => {
      const { code } = await record(directory, 'import', list(domain), ...options);
      expect(code).toBe(expected);
    });
  });

  test('reads the Unicode text of a spreadsheet, and prints JSON', () => {
    const directory = project();
    return withOnboarding(directory, environment(), async () => {
      const file = list(
        Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Domain\tName\nworks.example\tÄ\n', 'utf16le')]),
      );
      const { code, stdout } = await record(directory, 'import', file, '--json');
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        version: 1,
        examined: [{ row: { domain: 'works.example', name: 'Ä' }, recognised: { kind: 'works' } }],
        written: ['tenants/works-example.ts'],
      });
    });
  });

  test.each([
    // The domain that is under way is brought to an end.
    { signal: 'SIGINT', written: ['interrupts-example.ts', 'two.ts'], code: 2, left: ['drops'] },
    { signal: 'SIGKILL', written: ['two.ts'], code: null, left: ['drops', 'interrupts'] },
  ] as const)('ended by $signal has lost nothing, and goes on when it is run again', async ({
    signal,
    written,
    code,
    left,
  }) => {
    const directory = makeCheckout();
    const samples = readdirSync(join(directory, 'tenants'));
    const added = () => readdirSync(join(directory, 'tenants')).filter((name) => !samples.includes(name));
    // The rows of a tenant need not be adjacent: `three` is never complete before the end.
    const rows = ['works,two', 'more,three', 'xn--bcher-kva,two', 'interrupts,', 'drops,three'];
    const file = list(`domain,tenant\n${rows.map((row) => row.replace(',', '.example,')).join('\n')}`);
    await withOnboarding(directory, environment(), async () => {
      const running = startSignpost(directory, ['import', file, '--parallel', '1']);
      importing = { running, signal };
      const ended = await running.ended;
      expect([ended.code, added()]).toEqual([code, written]);
      if (signal === 'SIGINT') expect(ended.stdout).toContain('Stopped: 1 domains were not checked.');

      const again = await record(directory, 'import', file, '--json');
      // `drops` is taken over, and still has to be fixed.
      expect(again.code).toBe(1);
      const { present, examined } = JSON.parse(again.stdout);
      expect(present).toHaveLength(rows.length - examined.length);
      expect(examined.map(({ row }: { row: { domain: string } }) => row.domain)).toEqual(
        expect.arrayContaining(left.map((name) => `${name}.example`)),
      );
      expect(added()).toEqual(['interrupts-example.ts', 'three.ts', 'two.ts']);
    });
  });

  test.each([
    ['a file that is not there', () => join(tmpdir(), 'signpost-no-such-file.csv')],
    ['a picture', () => list(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xd8]))],
    ['a list without domains', () => list('a,b\nc,d\n')],
    ['nothing', () => list('')],
  ])('refuses %s', async (_name, file) => {
    const { code, stdout, stderr } = await record(project(), 'import', file());
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toContain('[onboarding.list-unreadable]');
  });
});
