import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeKeyPair } from '../../../../lib/backend/server-token/key-pair';
import { openTokenFile } from '../../../../lib/backend/server-token/token-file';
import { parseServerToken } from '../../../../lib/core/registration/server-token';
import { parseRecipient, sealToken } from '../../../../lib/local/simulation/apple/token-file';
import { describeWith } from '../../../support/tools';

const TOKEN = {
  consumer_key: `CK_${'1'.repeat(40)}`,
  consumer_secret: `CS_${'2'.repeat(40)}`,
  access_token: `AT_${'3'.repeat(40)}`,
  access_secret: `AS_${'4'.repeat(40)}`,
  access_token_expiry: '2027-11-21T08:00:00Z',
};
const KEY = { tenant: 'acme', server: 'main' };

let staged: Awaited<ReturnType<typeof makeKeyPair>>;
beforeAll(async () => {
  staged = await makeKeyPair(KEY, Date.now());
});

function sealed(certificate = staged.certificate): string {
  const recipient = parseRecipient(certificate);
  if (!recipient) throw new Error('It is no certificate.');
  return sealToken(TOKEN, recipient);
}

describe('a token file of the Apple simulator', () => {
  test('is opened with the key that it was made for, and with no other', async () => {
    const file = Buffer.from(sealed());
    expect(openTokenFile(file, staged)).toEqual(parseServerToken(JSON.stringify(TOKEN)));
    const other = await makeKeyPair(KEY, Date.now());
    expect(openTokenFile(file, other)).toMatchObject({ problem: { code: 'token.file-other-key' } });
  });

  test('looks like Apple’s: MIME, short lines of base64, indefinite lengths', () => {
    const [headers = '', body = ''] = sealed().split('\r\n\r\n');
    expect(headers).toContain('application/pkcs7-mime; name="smime.p7m"; smime-type=enveloped-data');
    expect(Math.max(...body.split('\r\n').map(({ length }) => length))).toBe(64);
    const bytes = Buffer.from(body, 'base64');
    expect([...bytes.subarray(0, 2)]).toEqual([0x30, 0x80]);
    expect([...bytes.subarray(-10)]).toEqual(Array(10).fill(0));
    expect(bytes.toString('latin1')).not.toMatch(/[CA][KST]_/);
  });
});

describeWith('openssl')('a token file of the Apple simulator', () => {
  test('is opened by OpenSSL as well', () => {
    const folder = mkdtempSync(join(tmpdir(), 'signpost-p7m-'));
    writeFileSync(join(folder, 'token.p7m'), sealed());
    writeFileSync(join(folder, 'key.pem'), staged.privateKey);
    const args = ['cms', '-decrypt', '-in', 'token.p7m', '-inkey', 'key.pem', '-out', 'token.txt'];
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    expect(readFileSync(join(folder, 'token.txt'), 'utf8')).toMatch(
      /^Content-Type: text\/plain;charset=UTF-8\r\n[\s\S]*-----BEGIN MESSAGE-----\r\n\{"consumer_key":/,
    );
  });
});

describe('what is uploaded to Apple', () => {
  test.each([
    ['nothing', () => ''],
    ['no PEM', () => 'certificate'],
    ['a broken certificate', () => staged.certificate.replace(/\n.{20}/, '\n')],
    ['a private key', () => staged.privateKey],
    ['a bare public key', () => generateKeyPairSync('rsa', PUBLIC).publicKey],
  ])('is refused as %s', (_, pem) => {
    expect(parseRecipient(pem())).toBeUndefined();
  });
});

const PUBLIC = {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;
