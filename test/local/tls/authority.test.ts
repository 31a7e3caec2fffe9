import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuthority } from '../../../lib/local/tls/authority';

const newFolder = () => mkdtempSync(join(tmpdir(), 'signpost-authority-'));

async function opened(directory: string) {
  const authority = await openAuthority(directory);
  if (!authority.ok) throw new Error(authority.problem.message);
  return authority.value;
}

describe('openAuthority', () => {
  test('makes an authority whose key only its owner reads', async () => {
    const directory = join(newFolder(), 'new', 'folder');
    const { certificate, certificateFile } = await opened(directory);
    const parsed = new X509Certificate(certificate);
    expect([parsed.ca, parsed.checkIssued(parsed), parsed.publicKey.asymmetricKeyType]).toEqual([true, true, 'ec']);
    expect(readFileSync(certificateFile, 'utf8')).toBe(certificate);
    expect(statSync(join(directory, 'ca-key.pem')).mode & 0o777).toBe(0o600);
  });

  test('is the same at the next start', async () => {
    const directory = newFolder();
    const { certificate } = await opened(directory);
    expect((await opened(directory)).certificate).toBe(certificate);
  });

  test.each(['ca.pem', 'ca-key.pem'])('is made anew where %s is damaged, and closes an open key', async (file) => {
    const directory = newFolder();
    const { certificate } = await opened(directory);
    chmodSync(join(directory, 'ca-key.pem'), 0o644);
    writeFileSync(join(directory, file), 'damaged');
    expect((await opened(directory)).certificate).not.toBe(certificate);
    expect(statSync(join(directory, 'ca-key.pem')).mode & 0o777).toBe(0o600);
  });

  test('is made anew where certificate and key do not belong together', async () => {
    const [directory, other] = [newFolder(), newFolder()];
    const { certificate } = await opened(directory);
    await opened(other);
    writeFileSync(join(directory, 'ca-key.pem'), readFileSync(join(other, 'ca-key.pem')));
    expect((await opened(directory)).certificate).not.toBe(certificate);
  });

  test('says so where the folder cannot be written', async () => {
    // A file in its place cannot be written to, even where root runs the test.
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const authority = await openAuthority(join(file, 'state'));
    expect(authority.ok ? '' : `${authority.problem.code}: ${authority.problem.message}`).toMatch(
      /^local\.state-directory: Cannot keep the local certificate authority in .*: ENOTDIR/,
    );
  });
});

describe('a server certificate', () => {
  test('holds exactly its names, comes with its chain and is issued by the authority', async () => {
    const authority = await opened(newFolder());
    const issued = await authority.issue(['acme.example', '*.acme.example']);
    const [leaf = '', chain = ''] = issued.certificate.split(/(?<=-----END CERTIFICATE-----\n)/);
    const parsed = new X509Certificate(leaf);
    expect(parsed.subjectAltName).toBe('DNS:acme.example, DNS:*.acme.example');
    expect(parsed.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);
    expect(chain).toBe(authority.certificate);
    expect(parsed.ca).toBe(false);
  });

  test('may hold a name that is longer than a common name', async () => {
    const name = `${'a'.repeat(60)}.${'b'.repeat(60)}.example`;
    const { certificate } = await (await opened(newFolder())).issue([name]);
    expect(new X509Certificate(certificate).checkHost(name)).toBe(name);
  });
});
