import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Apple Business Manager does, by OpenSSL: a token file for the certificate (PEM) that was uploaded. */
export function encryptToken(certificate: string, token: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'signpost-token-file-'));
  writeFileSync(join(folder, 'certificate.pem'), certificate);
  writeFileSync(
    join(folder, 'content.txt'),
    `Content-Type: text/plain\n\n-----BEGIN MESSAGE-----\n${token}\n-----END MESSAGE-----\n`,
  );
  const options = ['-stream', '-binary', '-aes-128-cbc', '-in', 'content.txt', '-out', 'token.p7m'];
  const { status, stderr } = spawnSync('openssl', ['cms', '-encrypt', ...options, 'certificate.pem'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const file = readFileSync(join(folder, 'token.p7m'));
  rmSync(folder, { recursive: true });
  return file;
}
