import { tenantFile, writeProject } from '../support/project';
import { record } from '../support/recording';

const project = () =>
  writeProject({
    'tenants/acme.ts': tenantFile({
      domains: `{ 'acme.example': { dns: elsewhere() }, 'acme.test': { dns: elsewhere(), discovery: { rules: [], otherwise: absent() } } }`,
    }),
  });

describe('signpost snippet', () => {
  test('prints the configuration for the domain, and where it belongs', async () => {
    const { code, stdout } = await record(project(), 'snippet', 'ACME.example', '--for', 'haproxy');
    expect(code).toBe(0);
    expect(stdout).toContain('── HAProxy: inside the frontend of acme.example');
    expect(stdout).toContain('https://na1.mdm.example/.well-known/com.apple.remotemanagement?%[query]');
  });

  test("follows the domain's own policy", async () => {
    const { stdout } = await record(project(), 'snippet', 'acme.test', '--for', 'nginx');
    expect(stdout).toContain('return 404;');
  });

  test('writes for an undeclared domain with --cluster', async () => {
    const { stdout } = await record(project(), 'snippet', 'new.example', '--for', 'nginx', '--cluster', 'eu1');
    expect(stdout).toMatch(/return 302 "https:\/\/eu1\.mdm\.example\/x\?realm=eu\$signpost_more_[0-9a-f]{8}";/);
  });

  test('prints JSON', async () => {
    const { stdout } = await record(project(), 'snippet', 'acme.example', '--for', 'iis', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, domain: 'acme.example', server: 'iis', proven: false });
  });

  test.each([
    ['an undeclared domain', ['snippet', 'acne.example', '--for', 'nginx'], 'did you mean "acme.example"'],
    ['an unknown cluster', ['snippet', 'new.example', '--for', 'nginx', '--cluster', 'na2'], 'did you mean "na1"'],
    ['no domain', ['snippet', 'https://acme.example/', '--for', 'nginx'], '[domain.bad-character]'],
    ['no server', ['snippet', 'acme.example'], "required option '--for <server>' not specified"],
    ['an unknown server', ['snippet', 'acme.example', '--for', 'lighttpd'], 'Allowed choices are nginx, apache'],
  ])('refuses %s', async (_name, argv, words) => {
    const { code, stdout, stderr } = await record(project(), ...argv);
    expect([code, stdout]).toEqual([64, '']);
    expect(stderr).toContain(words);
  });
});
