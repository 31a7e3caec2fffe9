import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeLocalState } from '../../lib/adapters/files/local-state';
import { withApiProject } from '../support/api-project';
import { writeProject } from '../support/project';
import { record } from '../support/recording';
import { domainName, domainRecord, serverRecord, tenantRecord } from '../support/tenant-records';

const project = withApiProject([
  {
    kind: 'tenant',
    record: tenantRecord('acme', {
      name: 'Acme Corporation',
      domains: [
        { name: domainName('acme.example'), decidedBy: 'backend' },
        { name: domainName('edge.example'), decidedBy: 'edge' },
      ],
      servers: ['main'],
    }),
  },
  { kind: 'tenant', record: tenantRecord('gone', { releasedAt: 'x', graceUntil: '2026-12-01T00:00:00.000Z' }) },
  { kind: 'domain', record: domainRecord('acme.example', 'acme') },
  { kind: 'domain', record: domainRecord('edge.example', 'acme', { decidedBy: 'edge' }) },
  { kind: 'server', record: serverRecord('main', 'acme') },
]);
const { signpost } = project;
const set = (...more: string[]) => signpost('override', 'set', 'acme.example', '--why', 'test', ...more);

describe('signpost override', () => {
  test('sets, shows and removes', async () => {
    const done = await set('--to', 'eu1');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toMatch(/^Target: the local cloud\n/);
    expect(done.stdout).toContain('Override: → eu1.mdm.example   ← in force');
    expect(done.stdout).toMatch(/until 20.*, by machine:cli: test/);
    expect((await signpost('override', 'show', 'ACME.example')).stdout).toBe(done.stdout);
    const removed = await signpost('override', 'remove', 'acme.example');
    expect(removed.stdout).toContain('Declared: → na1.mdm.example   ← in force\nOverride: none');
  });

  test("sets a server's fallback", async () => {
    const { code, stdout } = await signpost('override', 'set', 'acme/main', '--absent', '--why', 'suspended');
    expect(code).toBe(0);
    expect(stdout).toContain('Override: 404   ← in force');
  });

  test('reads a policy from a file', async () => {
    const file = join(project.directory, 'policy.json');
    const policy = {
      rules: [{ when: { families: ['Mac'] }, answer: { kind: 'refuse', message: 'No Macs.' } }],
      otherwise: { kind: 'redirect', cluster: 'na1' },
    };
    writeFileSync(file, JSON.stringify(policy));
    const { stdout } = await set('--policy', file, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      target: 'local',
      override: { policy },
      inForce: 'override',
    });
  });

  test('ends at the given time', async () => {
    await set('--refuse', 'Please wait.', '--for', '30m');
    const [override] = await project.api.repository.listOverrides();
    expect(Date.parse(override?.until ?? '') - project.api.now).toBeLessThanOrEqual(30 * 60_000 + 10_000);
    expect(Date.parse(override?.until ?? '') - project.api.now).toBeGreaterThan(29 * 60_000);
  });

  test.each<[string, string[], 1 | 64, string]>([
    [
      'a domain of the edge',
      ['override', 'set', 'edge.example', '--to', 'eu1', '--why', 'test'],
      1,
      '[override.edge-decides]',
    ],
    ['an unknown domain', ['override', 'show', 'acme.exampel'], 1, 'did you mean "acme.example"?'],
    ['an unknown server', ['override', 'show', 'acme/other'], 1, '[api.not-found]'],
    ['more than a server', ['override', 'show', 'acme/main/x'], 64, 'expected <tenant>/<server>'],
    ['less than a server', ['override', 'show', 'acme/'], 64, 'expected <tenant>/<server>'],
    [
      'an unknown cluster',
      ['override', 'set', 'acme.example', '--to', 'xx', '--why', 'test'],
      1,
      '[override.cluster-unknown]',
    ],
    ['nothing to remove', ['override', 'remove', 'acme.example'], 1, '[override.none]'],
    [
      '31 days',
      ['override', 'set', 'acme.example', '--absent', '--why', 'test', '--for', '31d'],
      1,
      '[override.until]',
    ],
    ['a reason too short', ['override', 'set', 'acme.example', '--absent', '--why', 'x'], 1, 'why: Cannot use "x"'],
    ['no policy', ['override', 'set', 'acme.example', '--why', 'test'], 64, 'expected one of --to'],
    [
      'two policies',
      ['override', 'set', 'acme.example', '--why', 'test', '--absent', '--to', 'eu1'],
      64,
      'expected one of --to',
    ],
    [
      'a file that is not there',
      ['override', 'set', 'acme.example', '--why', 'test', '--policy', 'no.json'],
      64,
      'expected a JSON file',
    ],
    [
      'no duration',
      ['override', 'set', 'acme.example', '--why', 'test', '--absent', '--for', 'soon'],
      64,
      'such as 30m',
    ],
    ['no reason', ['override', 'set', 'acme.example', '--absent'], 64, '--why'],
    ['an unknown target', ['override', 'show', 'acme.example', '--target', 'prod'], 64, 'expected "local"'],
  ])('refuses %s', async (_case, argv, code, message) => {
    const done = await signpost(...argv);
    expect(done).toMatchObject({ code, stdout: '' });
    expect(done.stderr).toContain(message);
    expect(done.stderr).not.toMatch(/\n +at /);
  });
});

test.each([
  ['api.provider-unreachable', 2],
  ['api.busy', 2],
  ['api.forbidden', 1],
])('%s: exit code %i', async (code, exitCode) => {
  const text = JSON.stringify({ code, detail: 'Cannot do it' });
  project.server.refuse = () => ({ status: 503, headers: { 'retry-after': '0' }, text });
  expect(await signpost('override', 'show', 'acme/main')).toMatchObject({ code: exitCode, stdout: '' });
});

test('names each fault of the command line once', async () => {
  const { code, stderr } = await set('--policy', 'no.json', '--for', 'soon');
  expect(code).toBe(64);
  expect(stderr.match(/\[cli\.usage\]/g)).toHaveLength(2);
  expect(stderr).toMatch(/no\.json[\s\S]*"soon"/);
});

describe('signpost tenants', () => {
  test('has one line each', async () => {
    await set('--to', 'eu1');
    const { code, stdout } = await signpost('tenants');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^acme +Acme Corporation +active +2: 1 edge, 1 backend +main +\? +– +none +– +acme\.example until 20/m,
    );
    expect(stdout).toMatch(/^gone +gone +released, until 2026-12-01T00:00:00\.000Z +0 +– +– +– +– +– +– +–$/m);
  });

  test('prints a document', async () => {
    const { stdout } = await signpost('tenants', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, tenants: [{ id: 'acme' }, { id: 'gone' }], overrides: [] });
  });
});

describe('an API that cannot answer', () => {
  test.each<[string, () => void, string]>([
    ['no local cloud', () => removeLocalState(project.directory), '[cli.no-local-cloud]'],
    [
      'a refused client',
      () => {
        project.server.tokenAnswer = { status: 401, body: '{"error":"invalid_client"}' };
      },
      'it answered invalid_client',
    ],
    [
      'a provider that answers rubbish',
      () => {
        project.server.tokenAnswer = { status: 200, body: '<html>' };
      },
      '[api.sign-in-failed]',
    ],
    [
      'a gateway with an answer of its own',
      () => {
        project.server.answer = { status: 502, body: '{"message":"Bad Gateway"}' };
      },
      'status 502',
    ],
    [
      'an API that answers in another form',
      () => {
        project.server.answer = { status: 200, body: '{}' };
      },
      'answered in another form',
    ],
  ])('%s: exit code 2 and why', async (_case, prepare, message) => {
    prepare();
    const done = await signpost('tenants');
    expect(done).toMatchObject({ code: 2, stdout: '' });
    expect(done.stderr).toContain(message);
    expect(done.stderr).not.toContain('local-cloud-only');
  });

  test('a deployed API without credentials: exit code 2 and which variables to set', async () => {
    const config = `import { config, route53 } from 'signpost';
export default config({ stage: 'prod', account: '111111111111', discoveryDomain: 'discovery.example',
  discoveryDns: route53('Z0DISCOVERY'), openIdIssuer: 'https://id.example' });
`;
    const deployed = writeProject({ 'signpost.config.ts': config });
    const done = await record(deployed, 'tenants');
    expect(done).toMatchObject({ code: 2, stdout: '' });
    expect(done.stderr).toContain('expected SIGNPOST_CLIENT_ID and SIGNPOST_CLIENT_SECRET');
  });
});
