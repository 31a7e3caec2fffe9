import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenFacts } from '../../lib/adapters/apple/fingerprint';
import { withApiProject } from '../support/api-project';
import { serverRecord, tenantRecord } from '../support/tenant-records';

const DEFAULT_URL = 'https://discovery.signpost.example/t/acme/s/main/.well-known/com.apple.remotemanagement';

const project = withApiProject([
  { kind: 'tenant', record: tenantRecord('acme', { servers: ['main'] }) },
  { kind: 'server', record: serverRecord('main', 'acme') },
]);
const { signpost } = project;

/** Apple's token in a file, in the clear. */
function tokenFile(): string {
  const file = join(project.directory, 'token.json');
  writeFileSync(file, JSON.stringify(project.api.registrations.apple.downloadToken('acme/main')));
  return file;
}

describe('signpost adde', () => {
  test('names the problem and the remedy where a URL cannot be set', async () => {
    const { code, stdout } = await signpost('adde', 'set', 'acme/main');
    expect(code).toBe(1);
    expect(stdout).toContain(`Requested: ${DEFAULT_URL}, by machine:cli at 20`);
    expect(stdout).toContain('[token.missing]');
    expect(stdout).toContain('`signpost token key`');
  });

  test('shows, sets, refreshes and removes', async () => {
    await signpost('token', 'upload', 'acme/main', tokenFile(), '--force');
    expect((await signpost('adde', 'show', 'acme/main')).stdout).toContain(`\`set\` registers ${DEFAULT_URL}`);
    const done = await signpost('adde', 'set', 'acme/main');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toMatch(/^Target: the local cloud\n\nState: set\n/);
    expect(done.stdout).toContain(`Apple holds: ${DEFAULT_URL}, set at 20`);
    project.api.registrations.apple.signTerms('acme', false);
    const unseen = { code: 1, stdout: expect.stringContaining('[apple.terms-not-signed]') };
    for (const verb of ['refresh', 'show', 'set'])
      expect(await signpost('adde', verb, 'acme/main')).toMatchObject(unseen);
    project.api.registrations.apple.signTerms('acme', true);
    project.api.registrations.apple.overwrite('acme/main', 'https://other.example/');
    const refreshed = await signpost('adde', 'refresh', 'acme/main');
    expect(refreshed).toMatchObject({ code: 1 });
    expect(refreshed.stdout).toContain('State: overwritten');
    expect(refreshed.stdout).toContain('[adde.overwritten]\n  Find out who set it.');
    expect((await signpost('adde', 'set', 'acme/main', '--url', 'https://mdm.example/x')).stdout).toContain(
      'Apple holds: https://mdm.example/x',
    );
    expect(await signpost('adde', 'remove', 'acme/main')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Apple holds: none'),
    });
  });

  test('says that another process holds the lease of a server that was not checked yet', async () => {
    await signpost('token', 'upload', 'acme/main', tokenFile(), '--force');
    await signpost('adde', 'set', 'acme/main');
    const { registrations, now } = project.api;
    const token = registrations.owned.get('acme/main')?.token;
    await registrations.ports.leases.hold(`apple/${token && tokenFacts(token).entry}`, 'another', now + 30_000, now);
    for (const verb of ['set', 'refresh', 'remove'])
      expect(await signpost('adde', verb, 'acme/main')).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('[adde.busy]'),
      });
  });

  test('prints JSON', async () => {
    const { stdout } = await signpost('adde', 'show', 'acme/main', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, target: 'local', tenant: 'acme', state: 'none' });
  });

  test.each([
    [['adde', 'show', 'acme'], 64, 'expected <tenant>/<server>'],
    [['adde', 'show', 'acme/../x'], 64, 'expected <tenant>/<server>'],
    [['adde', 'show', 'acme/other'], 1, 'api.not-found'],
    [['adde', 'set', 'acme/main', '--url', 'http://a.example/'], 1, 'adde.url-not-valid'],
    [['token', 'upload', 'acme/main', 'missing.p7m'], 64, 'ENOENT'],
  ])('%j ends with %d', async (argv, code, text) => {
    const done = await signpost(...argv);
    expect(done.code).toBe(code);
    expect(done.stderr).toContain(text);
    expect(done.stderr).not.toContain('    at ');
  });
});

describe('signpost token', () => {
  test('names the consequence, and requires the name of the entry', async () => {
    const refused = await signpost('token', 'key', 'acme/main', '--out', join(project.directory, 'key.pem'));
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('AN MDM THAT USES THIS ENTRY STOPS SYNCING ITS DEVICES');
    expect(refused.stderr).toContain('[token.confirm-name]');
    expect(existsSync(join(project.directory, 'key.pem'))).toBe(false);
    const made = await signpost(
      'token',
      'key',
      'acme/main',
      '--confirm',
      'main',
      '--out',
      join(project.directory, 'key.pem'),
    );
    expect(made.code).toBe(0);
    const written = readFileSync(join(project.directory, 'key.pem'), 'utf8');
    expect(written).toMatch(/^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----\n$/);
    expect(made.stdout + written).not.toContain('PRIVATE');
    expect(made.stdout).not.toContain('waiting since');
  });

  test('writes the certificate of the waiting key again, and another one with --replace', async () => {
    const file = join(project.directory, 'waiting.pem');
    const key = async (...more: string[]) => {
      const { stdout } = await signpost('token', 'key', 'acme/main', '--confirm', 'main', '--out', file, ...more);
      return { stdout, certificate: readFileSync(file, 'utf8') };
    };
    const first = await key('--replace');
    const again = await key();
    expect(again.certificate).toBe(first.certificate);
    expect(again.stdout).toMatch(/waiting since 20[\s\S]*With --replace another key is made/);
    const another = await key('--replace');
    expect(another.certificate).not.toBe(first.certificate);
  });

  test('shows expiry and entry, never the token', async () => {
    expect((await signpost('token', 'show', 'acme/main')).stdout).toContain('Token: owned, not read yet');
    const uploaded = await signpost('token', 'upload', 'acme/main', tokenFile(), '--force');
    expect(uploaded).toMatchObject({ code: 0 });
    expect(uploaded.stdout).toMatch(/Token: owned, good\nExpires: 20[\s\S]*Entry: Entry acme of acme/);
    expect(uploaded.stdout + uploaded.stderr).not.toMatch(/[CA][KST]_0/);
    expect(await signpost('token', 'upload', 'acme/main', tokenFile())).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('token.plain-not-forced'),
    });
  });
});

test('signpost tenants shows ADDE URL, set time, state and expiry of the token', async () => {
  await signpost('token', 'upload', 'acme/main', tokenFile(), '--force');
  await signpost('adde', 'set', 'acme/main');
  const { stdout } = await signpost('tenants');
  expect(stdout).toMatch(/SERVER +ADDE URL +SET TIME +ADDE STATE +TOKEN UNTIL/);
  expect(stdout).toMatch(new RegExp(`main +${DEFAULT_URL} +20\\S+ +set +20\\d\\d-\\d\\d-\\d\\d`));
  const { servers } = JSON.parse((await signpost('tenants', '--json')).stdout);
  expect(servers).toMatchObject([{ tenant: 'acme', server: 'main', adde: { state: 'set' }, token: { state: 'good' } }]);
});
