import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeLocalState } from '../../lib/adapters/files/local-state';
import { runCli } from '../../lib/cli/program';
import { type NameServer, type PublicRecord, publicDnsOf, startNameServer } from '../../lib/local/name-server';
import { type AwsAccount, emptyAccount } from '../../lib/local/simulation/aws/account';
import { type ControlPlane, startControlPlane } from '../../lib/local/simulation/aws/control-plane';
import { type Api, claims, type Provider, startApi, startProvider } from '../support/api';
import { type ApiServer, serveApi } from '../support/api-server';
import { withoutCredentials } from '../support/aws';
import { type Engine, startDynoxide } from '../support/dynamodb';
import { tenantFile, writeProject } from '../support/project';
import { record, recordWith } from '../support/recording';
import { domainName, serverRecord, tenantRecord } from '../support/tenant-records';

const DOMAIN = 'acme.example';
const ARN = 'arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-4000-8000-000000000001';
const VALIDATION: PublicRecord = { name: `_a.${DOMAIN}`, type: 'CNAME', value: '_b.acm-validations.aws' };
const ADDRESS: PublicRecord = { name: DOMAIN, type: 'A', value: '127.0.0.1' };
const ZONE: PublicRecord = { name: DOMAIN, type: 'NS', value: 'ns1.dns-host.example' };
const FILE = tenantFile({
  domains: `{ '${DOMAIN}': { dns: external({ certificateArn: '${ARN}' }), website: none() } }`,
  servers: '{ main: { token: owned() } }',
});

/** The front of the domain, and the certificate that was requested for it. */
function accountOf(inUse = true): AwsAccount {
  const front = {
    id: 'E1',
    domainName: 'd1.cloudfront.net',
    aliases: [DOMAIN],
    enabled: true,
    functionVersions: ['arn:aws:lambda:us-east-1:111111111111:function:signpost-local-edge:1'],
  };
  const certificate = {
    arn: ARN,
    domainName: DOMAIN,
    keyAlgorithm: 'RSA_2048',
    tags: [
      { Key: 'stage', Value: 'local' },
      { Key: 'tenant', Value: 'acme' },
    ],
    record: { name: `${VALIDATION.name}.`, value: `${VALIDATION.value}.` },
    createdAt: 0,
    issuedAt: 0,
    inUseBy: inUse ? ['E1'] : [],
    status: 'ISSUED' as const,
    described: 9,
  };
  return { ...emptyAccount(), certificates: [certificate], distributions: inUse ? [front] : [] };
}

let engine: Engine;
let provider: Provider;
let api: Api;
let server: ApiServer;
let project: string;
let records: PublicRecord[];
let dns: NameServer;
let aws: ControlPlane;
beforeAll(async () => {
  [engine, provider] = await Promise.all([startDynoxide(), startProvider()]);
});
afterAll(() => engine.close());
beforeEach(async () => {
  project = writeProject({ 'tenants/acme.ts': FILE });
  api = await startApi(engine, provider);
  api.now = Date.now();
  records = [ZONE, ADDRESS, VALIDATION];
  dns = await startNameServer(() => records);
  await open(accountOf());
  await api.repository.commit([
    {
      kind: 'tenant',
      record: tenantRecord('acme', { servers: ['main'], domains: [{ name: domainName(DOMAIN), decidedBy: 'edge' }] }),
    },
    { kind: 'server', record: serverRecord('main', 'acme') },
  ]);
});
afterEach(async () => {
  await Promise.all([server.close(), dns.close(), aws.close()]);
});

/** The simulated environment of the API: the front answers as CloudFront does. */
async function open(account: AwsAccount, disturbances = {}): Promise<void> {
  aws = await startControlPlane({ account, disturbances, dns: publicDnsOf(() => records) });
  const front = { status: 404, headers: { via: '1.1 x.cloudfront.net (CloudFront)' }, text: '' };
  server = await serveApi(api, provider, project, { sites: { [DOMAIN]: front }, dnsPort: dns.port, awsUrl: aws.url });
}

/** What is left once the stack was deleted. */
async function deleteStack(account = accountOf(false)): Promise<void> {
  await Promise.all([server.close(), aws.close()]);
  await open(account);
  const tenant = await api.repository.tenant('acme');
  if (!tenant) throw new Error('no tenant');
  const record = { ...tenant, releasedAt: '2026-11-21T00:00:00.000Z', graceUntil: '2026-11-28T00:00:00.000Z' };
  await api.repository.commit([{ kind: 'tenant', record: { ...record, version: tenant.version + 1 } }]);
}

async function register(): Promise<void> {
  const token = Buffer.from(JSON.stringify(api.registrations.apple.downloadToken('acme/main'))).toString('base64');
  const bearer = await provider.token({ ...claims.platform, exp: Date.now() / 1000 + 300 });
  const path = '/v1/tenants/acme/servers/main';
  await api.ask({ method: 'PUT', path: `${path}/token`, body: { file: token, force: true }, token: bearer });
  await api.ask({ method: 'PUT', path: `${path}/adde-url`, body: {}, token: bearer });
}

const atApple = () => api.registrations.apple.store.read().entries['acme/main']?.url?.url;
const signpost = (...argv: string[]) => record(project, 'offboard', 'acme', ...argv);

async function states(...argv: string[]): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await signpost('--json', ...argv);
  const steps: { part: string; title: string; state: string }[] = JSON.parse(stdout).steps;
  return Object.fromEntries(
    steps.map(({ part, title, state }) => [`${part}: ${title.replace(/^.*? of /, '')}`, state]),
  );
}

describe('signpost offboard', () => {
  test('changes nothing until it is confirmed', async () => {
    await register();
    const { code, stdout, stderr } = await signpost();
    expect(code).toBe(1);
    for (const words of [
      'Target: the local cloud',
      'acme: being removed',
      '→ The ADDE URL of acme/main is gone from Apple (platform team)',
      '… The token of acme/main, which Signpost alone uses, is deleted',
      '→ acme.example no longer leads to our front (customer)',
      'acme.example.  ALIAS  d1.cloudfront.net.',
      '_a.acme.example.  CNAME  _b.acm-validations.aws.',
      '… The stack Signpost-local-Tenant-acme is gone',
      'First: The ADDE URL of acme/main is gone from Apple.',
    ])
      expect(stdout).toContain(words);
    expect(stderr).toContain(
      'Nothing was changed. To carry out the steps that are possible now: npx signpost offboard acme --yes acme',
    );
    expect(atApple()).toContain('/t/acme/s/main/');
    expect(api.registrations.owned.has('acme/main')).toBe(true);
    expect(aws.calls.filter((call) => /:(Delete|Request)/.test(call))).toEqual([]);
  });

  test('goes from Apple to the file, each run from the current state', async () => {
    await register();
    const first = await signpost('--yes', 'acme');
    expect(first.stderr).toContain(
      'Removing the ADDE URL of acme/main from Apple …\nDeleting the token of acme/main …',
    );
    expect(first).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('First: acme.example no longer leads to our front'),
    });
    expect(atApple()).toBeUndefined();
    expect(api.registrations.owned.has('acme/main')).toBe(false);

    records = [ZONE, VALIDATION];
    expect((await signpost('--yes', 'acme')).stdout).toContain('rm tenants/acme.ts');
    await deleteStack();
    expect((await signpost('--yes', 'acme')).stdout).toContain('the record that validates it comes first');
    expect(aws.account.certificates).toHaveLength(1);

    records = [ZONE];
    rmSync(join(project, 'tenants', 'acme.ts'));
    const last = await signpost('--yes', 'acme');
    expect(last.stderr).toContain(`Deleting the certificate ${ARN} …`);
    expect(last).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is left to do.') });
    expect(aws.account.certificates).toEqual([]);
    expect(await signpost('--yes', 'acme')).toMatchObject({ code: 0, stderr: '' });
  });

  test('deletes an unused key', async () => {
    await api.ask({
      method: 'POST',
      path: '/v1/tenants/acme/servers/main/token/key',
      body: { confirm: 'main' },
      token: await provider.token({ ...claims.platform, exp: Date.now() / 1000 + 300 }),
    });
    expect(api.registrations.owned.get('acme/main')?.staged).toBeDefined();
    const step = 'apple: acme/main, which Signpost alone uses, is deleted';
    expect(await states()).toMatchObject({ [step]: 'to-do' });
    expect((await signpost('--yes', 'acme')).stderr).toContain('Deleting the token of acme/main …');
    expect(api.registrations.owned.has('acme/main')).toBe(false);
    expect(await states()).toMatchObject({ [step]: 'done' });
  });

  test('asks for the id at the terminal, and accepts nothing else', async () => {
    await register();
    const asked: string[] = [];
    const discoveryTarget = (answer: string) =>
      recordWith(project, ['offboard', 'acme'], async (question) => {
        asked.push(question);
        return answer;
      });
    expect(await discoveryTarget('')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Nothing was changed.'),
    });
    expect(await discoveryTarget('globex')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('[offboard.confirm-tenant]'),
    });
    expect(atApple()).toBeDefined();
    const done = await discoveryTarget('acme');
    expect(done.stderr).toContain('Removing the ADDE URL of acme/main from Apple.');
    expect(asked[0]).toBe('Type the id of the tenant, "acme", to confirm');
    expect(atApple()).toBeUndefined();
  });

  test('prints the page for the customer, and asks nothing', async () => {
    const { stdout } = await recordWith(project, ['offboard', 'acme', '--customer'], async () => {
      throw new Error('asked');
    });
    expect(stdout).toMatch(/^# Acme \(acme\): what to remove/);
    expect(stdout).toContain('acme.example.  ALIAS  d1.cloudfront.net.');
    expect(stdout).toContain('## In Apple Business or School Manager');
  });

  test('stops where the brake is pulled, and records no desired state', async () => {
    await register();
    const { ports } = api.registrations;
    const controls = await ports.store.readControls();
    if (!controls) throw new Error('no controls');
    const pulled = { ...controls, brakeSince: Date.now(), version: controls.version + 1 };
    expect(await ports.store.writeControls(controls.version, pulled)).toBe(true);
    const { code, stdout } = await signpost('--yes', 'acme');
    expect([code, stdout]).toEqual([1, expect.stringContaining('acme: stuck')]);
    expect(stdout).toContain('Too many changes within an hour. Check the events');
    expect(atApple()).toBeDefined();
    expect((await ports.store.get({ tenant: 'acme', server: 'main' }))?.registration.state).toBe('set');
  });

  test('names the button to press where Apple requires signed terms', async () => {
    await register();
    api.registrations.apple.signTerms('acme', false);
    const { code, stdout } = await signpost('--yes', 'acme');
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining("✗ The ADDE URL of acme/main is gone from Apple (administrator, in Apple's portal)"),
    ]);
    expect(stdout).toContain('[apple.terms-not-signed]');
    expect(api.registrations.owned.has('acme/main')).toBe(true);
    api.registrations.apple.signTerms('acme', true);
    expect(await states('--yes', 'acme')).toMatchObject({ 'apple: acme/main is gone from Apple': 'done' });
  });

  test('stops waiting for Apple with Ctrl-C', async () => {
    await register();
    api.registrations.apple.faults.add({ fault: { kind: 'status', status: 503 }, method: 'DELETE' });
    const out: string[] = [];
    const terminal = { print: (line: string) => out.push(line), note: () => {}, columns: 80, colour: false };
    const stopped = Promise.resolve();
    const code = await runCli(['offboard', 'acme', '--yes', 'acme'], { terminal, projectDirectory: project, stopped });
    expect([code, out.join('\n')]).toEqual([
      1,
      expect.stringContaining('… The ADDE URL of acme/main is gone from Apple'),
    ]);
  });

  test('waits until Apple has confirmed it', async () => {
    await register();
    api.registrations.apple.faults.add({ fault: { kind: 'status', status: 503 }, method: 'DELETE', times: 1 });
    const token = await provider.token({ ...claims.platform, exp: Date.now() / 1000 + 300 });
    const path = '/v1/tenants/acme/servers/main/adde-url/refresh';
    const out: string[] = [];
    const terminal = {
      print: (line: string) => out.push(line),
      note: (line: string) => {
        // The schedule comes by while the command waits.
        if (line.includes('Waiting')) void api.ask({ method: 'POST', path, token });
      },
      columns: 80,
      colour: false,
    };
    const argv = ['offboard', 'acme', '--yes', 'acme', '--every', '0.01'];
    await runCli(argv, { terminal, projectDirectory: project, stopped: new Promise(() => {}) });
    expect(out.join('\n')).toContain('✓ The ADDE URL of acme/main is gone from Apple');
  });

  test('does not touch what another tenant has taken over', async () => {
    await api.repository.commit([
      {
        kind: 'tenant',
        record: tenantRecord('globex', { domains: [{ name: domainName(DOMAIN), decidedBy: 'edge' }] }),
      },
    ]);
    rmSync(join(project, 'tenants', 'acme.ts'));
    await deleteStack();
    records = [ZONE];
    expect(await signpost('--yes', 'acme')).toMatchObject({ code: 0 });
    expect(aws.account.certificates).toHaveLength(1);
  });

  test('says what AWS did not answer, and that it could not check', async () => {
    rmSync(join(project, 'tenants', 'acme.ts'));
    await deleteStack();
    records = [ZONE];
    await Promise.all([server.close(), aws.close()]);
    await open(accountOf(false), { denied: new Set(['acm:ListTagsForCertificate']) });
    const { code, stdout } = await signpost('--yes', 'acme');
    expect([code, stdout]).toEqual([2, expect.stringContaining('expected the permission acm:ListTagsForCertificate')]);
    expect(aws.account.certificates).toHaveLength(1);
  });

  test('names a certificate that ACM does not delete, and ends with 1', async () => {
    await deleteStack();
    records = [ZONE];
    await Promise.all([server.close(), aws.close()]);
    await open(accountOf(false), { denied: new Set(['acm:DeleteCertificate']) });
    const { code, stderr } = await signpost('--yes', 'acme');
    expect([code, stderr]).toEqual([1, expect.stringContaining('expected the permission acm:DeleteCertificate')]);
  });

  test('uses the AWS of the local cloud, whatever account the environment names', () =>
    withoutCredentials(async () => {
      expect((await signpost()).stdout).toContain('d1.cloudfront.net');
    }));
});

describe('signpost offboard refuses', () => {
  test.each([
    ['no tenant', ['acne'], 64, '[tenant.not-found]'],
    ['no tenant, with a suggestion', ['acne'], 64, '(did you mean "acme"?)'],
    ['a domain', [DOMAIN], 64, 'expected the id of a tenant'],
    ['another confirmation', ['acme', '--yes', 'ACME'], 64, 'expected "acme"'],
    ['an empty confirmation', ['acme', '--yes', ''], 64, '[offboard.confirm-tenant]'],
    ['no name', [], 64, "missing required argument 'tenant'"],
    ['another target', ['acme', '--target', 'prod'], 64, '[cli.usage]'],
    ['two forms', ['acme', '--customer', '--json'], 64, 'cannot be used with'],
  ])('%s', async (_name, argv, exitCode, words) => {
    await register();
    const { code, stdout, stderr } = await record(project, 'offboard', ...argv);
    expect([code, stdout, stderr]).toEqual([exitCode, '', expect.stringContaining(words)]);
    expect(stderr).not.toContain('    at ');
    expect(atApple()).toBeDefined();
  });

  test('without a local cloud', async () => {
    removeLocalState(project);
    const { code, stderr } = await signpost();
    expect([code, stderr]).toEqual([2, expect.stringContaining('[cli.no-local-cloud]')]);
  });

  test('without credentials for the API of a stage', async () => {
    const prod = writeProject({
      'tenants/acme.ts': tenantFile(),
      'signpost.config.ts': `import { config, route53 } from 'signpost';
export default config({ stage: 'prod', account: '111111111111', discoveryDomain: 'discovery.example',
  discoveryDns: route53('Z0DISCOVERY'), openIdIssuer: 'https://id.example' });
`,
    });
    const { code, stderr } = await record(prod, 'offboard', 'acme', '--yes', 'acme');
    expect([code, stderr]).toEqual([2, expect.stringContaining('[api.no-credentials]')]);
  });

  test('to act where the API does not answer', async () => {
    server.answer = { status: 500, body: 'no' };
    const { code, stderr } = await signpost('--yes', 'acme');
    expect([code, stderr]).toEqual([2, expect.stringContaining('[api.unreachable]')]);
  });
});
