import { splitTarget } from '../../lib/local/http-message';
import type { PublicRecord } from '../../lib/local/name-server';
import { type AwsAccount, emptyAccount } from '../../lib/local/simulation/aws/account';
import { json, plain } from '../../lib/local/simulation/host';
import { withoutCredentials } from '../support/aws';
import { withOnboarding } from '../support/onboarding';
import { tenantFile, writeProject } from '../support/project';
import { record } from '../support/recording';
import { type Sites, startSites } from '../support/sites';

const DOMAIN = 'newco.example';
const RECORDS: readonly PublicRecord[] = [
  { name: DOMAIN, type: 'NS', value: 'ns1.dns-host.example' },
  { name: DOMAIN, type: 'A', value: '127.0.0.1' },
  { name: `www.${DOMAIN}`, type: 'A', value: '127.0.0.1' },
];

let sites: Sites;
beforeAll(async () => {
  sites = await startSites({
    [DOMAIN]: ({ target }) => {
      const { path } = splitTarget(target);
      if (path === '/.well-known/apple-app-site-association') return json(200, { applinks: {} });
      return path === '/' ? plain(301, '', [['Location', `https://www.${DOMAIN}/`]]) : plain(404, 'No such page.');
    },
    [`www.${DOMAIN}`]: () => plain(200, 'The website.'),
  });
});
afterAll(() => sites.close());

const project = (files: Readonly<Record<string, string>> = {}) => writeProject(files);
const environment = (account: AwsAccount = emptyAccount(), records = RECORDS) => ({
  records,
  aws: { account },
  httpsPort: sites.port,
  hosts: sites.hosts,
  ca: sites.ca,
});

describe('signpost plan', () => {
  test('plans for a customer that is not declared yet', () => {
    const directory = project();
    return withOnboarding(directory, environment(), async ({ aws }) => {
      const { code, stdout } = await record(directory, 'plan', DOMAIN);
      expect(code).toBe(1);
      for (const words of [
        'newco.example (no tenant yet): in progress',
        '✓ Credentials for AWS',
        'found:    DNS elsewhere (name servers ns1.dns-host.example)',
        '→ The website (customer)',
        '/.well-known/apple-app-site-association answers today: universal links of iOS apps.',
        'npx signpost certificate request newco.example',
        'Next, platform team: A certificate',
      ])
        expect(stdout).toContain(words);
      expect(aws.calls.filter((call) => /:(Request|Delete|Change|Create|Put|Associate)/.test(call))).toEqual([]);
    });
  });

  test('is idempotent', () => {
    const directory = project();
    return withOnboarding(directory, environment(), async () => {
      const first = await record(directory, 'plan', DOMAIN, '--json');
      const second = await record(directory, 'plan', DOMAIN, '--json');
      expect(second.stdout).toBe(first.stdout);
      expect(JSON.parse(first.stdout)).toMatchObject({
        version: 1,
        plans: [{ domain: DOMAIN, dns: 'external', rollUp: 'in-progress' }],
      });
    });
  });

  test('finds the delegated zone among several', () => {
    const directory = project();
    const zone = (id: string, nameServer: string, isPrivate = false) => ({
      id,
      name: `${DOMAIN}.`,
      private: isPrivate,
      nameServers: isPrivate ? [] : [`${nameServer}.`],
      records: [{ name: `${DOMAIN}.`, type: 'A', values: ['192.0.2.1'] }],
    });
    const account = {
      ...emptyAccount(),
      zones: [zone('Z1', 'ns9.example'), zone('Z2', 'ns1.dns-host.example'), zone('Z3', '', true)],
    };
    return withOnboarding(directory, environment(account), async () => {
      const { stdout } = await record(directory, 'plan', DOMAIN);
      expect(stdout).toContain(
        'Several zones could hold it: Z1 (newco.example, not in use), Z2 (newco.example, in use).',
      );
      expect(stdout).toContain('Z3 is a private zone');
      expect(stdout).toContain('→ Old records removed (platform team)');
      expect(stdout).toContain('aws route53 change-resource-record-sets --hosted-zone-id Z2 --change-batch');
      expect(stdout).toContain('"TTL":300,"ResourceRecords":[{"Value":"192.0.2.1"}]');
    });
  });

  test('plans every domain of a tenant by its id', () => {
    const directory = project({
      'tenants/newco.ts': tenantFile({
        domains: `{ '${DOMAIN}': { dns: elsewhere() }, 'unknown.example': { dns: elsewhere() } }`,
      }),
    });
    return withOnboarding(directory, environment(), async () => {
      const { stdout } = await record(directory, 'plan', 'newco');
      expect(stdout).toContain('newco.example (tenant newco)');
      expect(stdout).toContain('unknown.example (tenant newco)');
      expect(stdout).toContain("One rule on the customer's web server");
    });
  });

  test('writes the page for the customer', () => {
    const directory = project({ 'tenants/newco.ts': tenantFile({ domains: `{ '${DOMAIN}': { dns: elsewhere() } }` }) });
    return withOnboarding(directory, environment(), async () => {
      const { stdout } = await record(directory, 'plan', DOMAIN, '--customer');
      expect(stdout).toMatch(/^# newco\.example: Apple devices find their MDM server/);
      expect(stdout).toContain('location = /.well-known/com.apple.remotemanagement {');
    });
  });

  test('plans without credentials from the internet alone, and could not check the rest', () => {
    const directory = project();
    return withOnboarding(directory, environment(), () =>
      withoutCredentials(async () => {
        const { stdout } = await record(directory, 'plan', DOMAIN);
        expect(stdout).toContain('? Credentials for AWS (platform team)');
        expect(stdout).toContain('[aws.credentials-missing]');
        expect(stdout).toContain('→ The website (customer)');
      }),
    );
  });

  test.each([
    'route53:ListHostedZonesByName',
    'acm:ListCertificates',
    'cloudfront:ListDistributions',
  ])('marks what %s would have said, and names the permission', (permission) => {
    const directory = project();
    const settings = environment();
    const aws = { ...settings.aws, disturbances: { denied: new Set([permission]) } };
    return withOnboarding(directory, { ...settings, aws }, async () => {
      const { stdout } = await record(directory, 'plan', DOMAIN);
      expect(stdout).toContain(`expected the permission ${permission} [aws.denied]`);
      expect(stdout).toContain('✓ Credentials for AWS');
    });
  });

  test('asks the name server of --resolver', () => {
    const directory = project();
    return withOnboarding(directory, environment(), async ({ dns }) => {
      const { stdout } = await record(directory, 'plan', DOMAIN, '--resolver', `127.0.0.1:${dns.port}`);
      expect(stdout).toContain('name servers ns1.dns-host.example');
    });
  });

  test.each([
    ['no tenant', ['acne'], '[tenant.not-found]'],
    ['no domain', ['https://newco.example/'], '[domain.bad-character]'],
    ['no name server', ['--resolver=no:such:server'], 'Expected an address'],
    ['two forms', ['acme', '--customer', '--json'], 'cannot be used with'],
  ])('refuses what is %s', async (_name, words, problemCode) => {
    const { code, stderr } = await record(project({ 'tenants/acme.ts': tenantFile() }), 'plan', ...words);
    expect([code, stderr]).toEqual([64, expect.stringContaining(problemCode)]);
  });
});
