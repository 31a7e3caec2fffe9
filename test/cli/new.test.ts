import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFleet } from '../../lib/adapters/project/project-files';
import { emptyAccount } from '../../lib/local/simulation/aws/account';
import { plain } from '../../lib/local/simulation/host';
import { withOnboarding } from '../support/onboarding';
import { tenantFile, writeProject } from '../support/project';
import { record, recordWith } from '../support/recording';
import { startSites } from '../support/sites';

const ARN = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000001';
const sourceOf = (directory: string, id: string) => readFileSync(join(directory, `tenants/${id}.ts`), 'utf8');

describe('signpost new', () => {
  test('writes what the flags say', async () => {
    const directory = writeProject({});
    const flags = [
      '--domain',
      'NewCo.example',
      '--name',
      'New Co',
      '--cluster',
      'eu1',
      '--zone',
      'Z1',
      '--website',
      'none',
    ];
    const { code, stdout } = await record(directory, 'new', 'newco', ...flags, '--no-check');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Written: tenants/newco.ts')]);
    expect(sourceOf(directory, 'newco')).toBe(`import { none, redirect, route53, tenant } from 'signpost';

export default tenant({
  name: 'New Co',
  discovery: { rules: [], otherwise: redirect('eu1') },
  domains: {
    'newco.example': { dns: route53('Z1'), website: none() },
  },
});
`);
    expect((await loadFleet(directory)).ok).toBe(true);
  });

  test('uses the zone and the website that it finds', async () => {
    const directory = writeProject({});
    const sites = await startSites({
      'newco.example': () => plain(301, '', [['Location', 'https://www.newco.example/']]),
    });
    const account = {
      ...emptyAccount(),
      zones: [{ id: 'Z9', name: 'newco.example.', private: false, nameServers: ['ns1.aws.example.'], records: [] }],
    };
    const records = [
      { name: 'newco.example', type: 'NS', value: 'ns1.aws.example' },
      { name: 'newco.example', type: 'A', value: '127.0.0.1' },
    ] as const;
    const environment = { records, aws: { account }, httpsPort: sites.port, hosts: sites.hosts, ca: sites.ca };
    try {
      await withOnboarding(directory, environment, () =>
        record(directory, 'new', 'newco', '--domain', 'newco.example', '--cluster', 'na1'),
      );
      expect(sourceOf(directory, 'newco')).toContain(
        `'newco.example': { dns: route53('Z9'), website: redirectTo('https://www.newco.example') },`,
      );
      expect(sourceOf(directory, 'newco')).toContain(`name: 'Newco',`);
    } finally {
      await sites.close();
    }
  });

  test.each([
    ['what AWS does not have', new Set<string>(), 'Found no delegated zone in Route 53 and no issued certificate'],
    ['not what AWS may have', new Set(['acm:ListCertificates']), 'Could not check whether newco.example has a zone'],
  ])('says %s where that does not decide the DNS', (_case, denied, words) => {
    const directory = writeProject({});
    const environment = { records: [], aws: { account: emptyAccount(), disturbances: { denied } } };
    return withOnboarding(directory, environment, async () => {
      const done = await record(directory, 'new', 'newco', '--domain', 'newco.example', '--cluster', 'na1');
      expect(done).toMatchObject({ code: 64, stderr: expect.stringContaining(words) });
    });
  });

  test('asks for the rest at the terminal', async () => {
    const directory = writeProject({});
    const asked: string[] = [];
    const answers = ['newco.example', '', 'na1', ARN, 'origin.newco.test'];
    await recordWith(directory, ['new', 'newco', '--no-check'], async (question, suggestion) => {
      asked.push(question);
      return answers[asked.length - 1] || (suggestion ?? '');
    });
    expect(asked).toHaveLength(5);
    expect(sourceOf(directory, 'newco')).toContain(`name: 'Newco',`);
    expect(sourceOf(directory, 'newco')).toContain(`passThrough('origin.newco.test')`);
    expect((await loadFleet(directory)).ok).toBe(true);
  });

  test('writes a domain that the customer answers', async () => {
    const directory = writeProject({});
    await record(directory, 'new', 'newco', '--domain', 'newco.example', '--cluster', 'na1', '--elsewhere');
    expect(sourceOf(directory, 'newco')).toContain(`'newco.example': { dns: elsewhere() },`);
  });

  const all = ['--domain', 'newco.example', '--cluster', 'na1', '--zone', 'Z1', '--website', 'none', '--no-check'];
  test.each<[string, readonly string[], 1 | 64, string]>([
    ['an invalid id', ['New Co', ...all], 64, '[tenant.file-name]'],
    ['an existing tenant', ['acme', ...all], 64, '[onboarding.tenant-exists]'],
    ['a domain of another tenant', ['newco', ...all, '--domain', 'acme.example'], 64, 'tenants/acme.ts declares it'],
    ['an invalid domain', ['newco', ...all, '--domain', 'newco'], 64, '[domain.single-label]'],
    ['an unknown cluster', ['newco', ...all, '--cluster', 'na2'], 64, 'did you mean "na1"'],
    ['an invalid website', ['newco', ...all, '--website', 'yes'], 64, '[onboarding.answer-needed]'],
    ['a zone and a certificate', ['newco', ...all, '--certificate', ARN], 64, 'cannot be used with option'],
    ['an invalid zone', ['newco', ...all, '--zone', 'acme'], 1, '[tenant.schema]'],
    ['a website that leads back', ['newco', ...all, '--website', 'https://newco.example'], 1, '[tenant.website-loop]'],
    ['a choice without a terminal', ['newco', '--domain', 'newco.example', '--no-check'], 64, 'expected --cluster'],
    [
      'nothing that decides the DNS',
      ['newco', ...all.slice(0, 4), '--no-check'],
      64,
      'expected --zone, --certificate or --elsewhere',
    ],
  ])('refuses %s and leaves everything as it was', async (_name, argv, exitCode, words) => {
    const directory = writeProject({ 'tenants/acme.ts': tenantFile() });
    const { code, stdout, stderr } = await record(directory, 'new', ...argv);
    expect([code, stdout]).toEqual([exitCode, '']);
    expect(stderr).toContain(words);
    expect(existsSync(join(directory, 'tenants/newco.ts'))).toBe(false);
    expect(sourceOf(directory, 'acme')).toBe(tenantFile());
  });
});
