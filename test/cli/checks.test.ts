import { removeLocalState } from '../../lib/adapters/files/local-state';
import { reportSchema } from '../../lib/core/doctor/report';
import { type Api, type Provider, startApi, startProvider } from '../support/api';
import { type ApiServer, serveApi } from '../support/api-server';
import { BLIND, seen } from '../support/checks';
import { type Engine, startDynoxide } from '../support/dynamodb';
import { writeProject } from '../support/project';
import { record } from '../support/recording';
import { domainName, domainRecord, serverRecord, tenantRecord } from '../support/tenant-records';

let engine: Engine;
let provider: Provider;
let api: Api;
let server: ApiServer;
let project: string;
beforeAll(async () => {
  [engine, provider] = await Promise.all([startDynoxide(), startProvider()]);
});
afterAll(() => engine.close());
beforeEach(async () => {
  project = writeProject({});
  api = await startApi(engine, provider);
  api.now = Date.now();
  server = await serveApi(api, provider, project);
  const domains = ['acme.example', 'old.example'].map((name) => ({
    name: domainName(name),
    decidedBy: 'edge' as const,
  }));
  await api.repository.commit([
    { kind: 'tenant', record: tenantRecord('acme', { domains, servers: ['main'] }) },
    { kind: 'tenant', record: tenantRecord('gone', { releasedAt: 'x', domains, graceUntil: '2026-12-01T00:00:00Z' }) },
    ...domains.map(({ name }) => ({ kind: 'domain', record: domainRecord(name, 'acme') }) as const),
    { kind: 'server', record: serverRecord('main', 'acme') },
  ]);
});
afterEach(() => server.close());

const signpost = (...argv: string[]) => record(project, ...argv);
const remote = (...argv: string[]) => signpost('doctor', '--remote', ...argv);

describe('signpost doctor --remote', () => {
  test('lets the backend check, and shows the result as the doctor does', async () => {
    api.checks.environment = () => seen('stuck');
    const done = await remote('ACME.example');
    expect(done).toMatchObject({ code: 1, stderr: '' });
    expect(done.stdout).toMatch(/^Target: the backend\n\nacme\.example \(tenant acme\) {2}✗ stuck\n/);
    expect(done.stdout).toContain('since yesterday');
    expect(done.stdout).toContain('[tls.expired]');
    expect(api.checks.observed).toEqual(['acme.example']);
  });

  test.each([
    ['a domain', ['acme.example'], ['acme.example']],
    ["a person's domain, not the person", ['jane@acme.example'], ['acme.example']],
    ['a tenant', ['acme'], ['acme.example', 'old.example', 'main']],
    ['a fallback', ['acme/main'], ['main']],
    ['all active tenants', ['--all'], ['acme.example', 'old.example', 'main']],
  ])('takes %s', async (_case, words, observed) => {
    expect(await remote(...words)).toMatchObject({ code: 0 });
    expect([...api.checks.observed].sort()).toEqual([...observed].sort());
  });

  test('prints the document of the doctor', async () => {
    const { stdout } = await remote('acme', '--json');
    const report = reportSchema.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ target: 'remote' });
    expect(report.domains.map(({ domain, rollUp }) => [domain, rollUp])).toEqual([
      ['acme.example', 'serving'],
      ['old.example', 'serving'],
      ['acme/main', 'serving'],
    ]);
  });

  test('says what could not be checked: exit code 2', async () => {
    api.checks.environment = ({ name }) => (name === 'acme.example' ? BLIND : seen('serving'));
    const done = await remote('acme');
    expect(done.code).toBe(2);
    expect(done.stdout).toMatch(/acme\.example +acme +could not be checked/);
    expect(done.stdout).toContain('In full: --details, or  npx signpost doctor --remote acme.example');
    const alone = await remote('acme.example');
    expect(alone).toMatchObject({ code: 2, stdout: '' });
    expect(alone.stderr).toContain('Cannot check acme.example');
  });

  test.each([
    ['a gateway that gave up', { status: 504, text: '' }, 'status 504'],
    [
      'a domain that was released meanwhile',
      { status: 404, text: '{"code":"api.not-found","detail":"Cannot find it"}' },
      'Cannot find it [api.not-found]',
    ],
  ])('keeps the results of the other checks beside %s: exit code 2', async (_case, refusal, why) => {
    let observed = 0;
    server.refuse = ({ method }) => (method === 'POST' && observed++ === 0 ? refusal : undefined);
    const done = await remote('acme', '--json');
    expect(done).toMatchObject({ code: 2, stderr: '' });
    const { domains } = reportSchema.parse(JSON.parse(done.stdout));
    expect(domains.map(({ rollUp }) => rollUp).sort()).toEqual(['serving', 'serving', 'unknown']);
    expect(domains.find(({ rollUp }) => rollUp === 'unknown')?.unchecked).toEqual([
      { what: 'the check', why: expect.stringContaining(why) },
    ]);
  });

  test('names why each failed check failed', async () => {
    server.refuse = ({ method }) => (method === 'POST' ? { status: 504, text: '' } : undefined);
    const done = await remote('acme.example');
    expect(done).toMatchObject({ code: 2, stdout: '' });
    expect(done.stderr).toContain('Cannot check acme.example: the check: Cannot use the answer of the API');
    expect(done.stderr).not.toContain('expected a connection to the internet');
    const two = await remote('acme.example', 'old.example', '--details');
    expect(two).toMatchObject({ code: 2, stdout: '' });
  });

  test.each([
    ['nothing', [], 64, '[cli.usage]'],
    ['an unknown domain', ['acne.example'], 64, 'did you mean'],
    ['what only a check from this machine supports', ['acme.example', '--apple'], 64, '--apple'],
    ['an unknown target', ['acme.example', '--target', 'mars'], 64, '[cli.usage]'],
  ])('refuses %s', async (_case, words, code, message) => {
    const done = await remote(...words);
    expect(done.code).toBe(code);
    expect(done.stderr.toLowerCase()).toContain(message.toLowerCase());
    expect(api.checks.observed).toEqual([]);
  });

  test('needs a reachable backend: exit code 2', async () => {
    removeLocalState(project);
    expect(await remote('acme.example')).toMatchObject({ code: 2, stdout: '' });
  });

  test('keeps the two targets of the local doctor', async () => {
    const done = await signpost('doctor', 'acme.example', '--target', 'prod');
    expect(done).toMatchObject({ code: 64, stdout: '' });
    expect(done.stderr).toContain('expected "local" or "internet"');
  });
});

describe('signpost tenants', () => {
  test('shows the result of the last check of each domain and fallback', async () => {
    api.checks.environment = ({ name }) => (name === 'old.example' ? seen('stuck') : seen('serving'));
    await remote('acme.example', 'old.example');
    api.now += 60_000;
    api.checks.environment = () => BLIND;
    await remote('acme.example');
    const { stdout } = await signpost('tenants');
    const time = '\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\dZ';
    expect(stdout).toMatch(new RegExp(`acme\\.example: serving since ${time}, could not check since ${time}$`, 'm'));
    expect(stdout).toMatch(new RegExp(`old\\.example: stuck since ${time} \\(Certificate`, 'm'));
    expect(stdout).toMatch(/fallback main: not checked yet$/m);
    const { checks } = JSON.parse((await signpost('tenants', '--json')).stdout);
    expect(checks).toMatchObject([
      {
        tenant: 'acme',
        checks: [
          { name: 'acme.example', status: { word: 'serving' }, blind: { code: 'check.no-way-out' } },
          { name: 'old.example', status: { word: 'stuck', findings: [{ code: 'tls.expired' }] } },
          { kind: 'server', name: 'main', status: null },
        ],
      },
      { tenant: 'gone' },
    ]);
  });

  test('does not show "none" for a URL that Apple was not asked about', async () => {
    expect((await signpost('tenants')).stdout).toMatch(/main +\? +– +none /);
  });
});

describe('signpost tenants, where the API does not answer everything', () => {
  const tooMany = { status: 429, headers: { 'retry-after': '0' }, text: '{"message":"Too Many Requests"}' };

  test('repeats throttled requests', async () => {
    let left = 5;
    server.refuse = () => (left-- > 0 ? tooMany : undefined);
    const done = await signpost('tenants', '--json');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(done.stdout)).toMatchObject({
      servers: [{ server: 'main', adde: { state: 'none' }, token: { kind: 'owned' } }],
      checks: [{ checks: [{}, {}, {}] }, { checks: [{}, {}] }],
    });
  });

  test('asks for all servers at once, whatever their number', async () => {
    const paths: string[] = [];
    server.refuse = ({ path }) => void paths.push(path);
    const names = Array.from({ length: 150 }, (_, index) => `s${String(index).padStart(3, '0')}`);
    await api.repository.commit([{ kind: 'tenant', record: tenantRecord('big', { servers: names }) }]);
    for (const name of names) {
      await api.repository.commit([{ kind: 'server', record: serverRecord(name, 'big') }]);
    }
    const done = await signpost('tenants', '--json');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const { servers } = JSON.parse(done.stdout);
    expect(servers.filter(({ adde, token }: Record<string, unknown>) => adde && token)).toHaveLength(151);
    expect(paths.filter((path) => path.includes('servers'))).toEqual(['/v1/servers', '/v1/servers']);
  });

  test.each([
    ['a table', [], /main +\? +– +\? /],
    ['JSON', ['--json'], /"servers": \[\s*\{\s*"tenant": "acme",\s*"server": "main"\s*\}/],
  ])('names what is not known beside %s: exit code 2', async (_case, options, shown) => {
    server.refuse = ({ path }) =>
      path === '/v1/servers' || path.endsWith('/acme/checks') ? { status: 504, text: '' } : undefined;
    const done = await signpost('tenants', ...options);
    expect(done.code).toBe(2);
    expect(done.stdout).toMatch(shown);
    expect(done.stderr.match(/status 504/g)).toHaveLength(1);
    expect(done.stderr).toMatch(/^2 of 3 not known: the server acme\/main, the checks of acme$/m);
  });

  test('names the server that the list does not have yet', async () => {
    await api.repository.commit([{ kind: 'tenant', record: tenantRecord('new', { servers: ['first'] }) }]);
    const done = await signpost('tenants');
    expect(done).toMatchObject({ code: 2, stderr: '1 of 5 not known: the server new/first' });
  });
});
