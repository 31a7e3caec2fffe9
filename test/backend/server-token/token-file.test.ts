import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StagedKey } from '../../../lib/backend/registration/ports';
import { makeKeyPair } from '../../../lib/backend/server-token/key-pair';
import { isPlainToken, openTokenFile, readPlainToken } from '../../../lib/backend/server-token/token-file';
import { describeWith } from '../../support/tools';

const TOKEN = {
  consumer_key: 'CK_00112233445566778899',
  consumer_secret: 'CS_00112233445566778899',
  access_token: 'AT_00112233445566778899',
  access_secret: 'AS_00112233445566778899',
  access_token_expiry: '2027-11-21T08:00:00Z',
};
const JSON_TEXT = JSON.stringify(TOKEN);
const EXPECTED = {
  ok: true,
  value: {
    consumerKey: TOKEN.consumer_key,
    consumerSecret: TOKEN.consumer_secret,
    accessToken: TOKEN.access_token,
    accessSecret: TOKEN.access_secret,
    expiresAt: Date.parse(TOKEN.access_token_expiry),
  },
};

/** The content of Apple's file: MIME, then the JSON with its lines broken wherever they are full. */
const MIME = [
  'Content-Type: text/plain;charset=UTF-8',
  'Content-Transfer-Encoding: 7bit',
  '',
  '-----BEGIN MESSAGE-----',
  ...(JSON_TEXT.match(/.{1,60}/g) ?? []),
  '-----END MESSAGE-----',
  '',
].join('\r\n');

let folder: string;
let staged: StagedKey;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signpost-token-'));
  staged = await makeKeyPair({ tenant: 'acme', server: 'main' }, Date.parse('2026-11-21T08:00:00Z'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function openssl(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

interface EnvelopeOptions {
  readonly content?: string;
  readonly certificate?: string;
  readonly cipher?: string;
  readonly more?: readonly string[];
}

/** Apple's file as OpenSSL makes it: `-stream` writes BER with indefinite lengths. */
function envelope({
  content = MIME,
  certificate = staged.certificate,
  cipher = 'aes-128-cbc',
  more = ['-stream'],
}: EnvelopeOptions = {}) {
  writeFileSync(join(folder, 'content.txt'), content);
  writeFileSync(join(folder, 'certificate.pem'), certificate);
  const args = [
    '-encrypt',
    '-binary',
    `-${cipher}`,
    '-in',
    'content.txt',
    '-out',
    'token.p7m',
    ...more,
    'certificate.pem',
  ];
  openssl('cms', ...args);
  return readFileSync(join(folder, 'token.p7m'));
}

/** A certificate with this serial number, for a key of its own. */
function certificateWithSerial(serial: string): StagedKey {
  openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'key.pem');
  const subject = ['-subj', '/CN=Signpost', '-days', '30'];
  openssl('req', '-x509', '-new', '-key', 'key.pem', '-set_serial', serial, ...subject, '-out', 'serial.pem');
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  return { certificate: read('serial.pem'), privateKey: read('key.pem') };
}

describe('makeKeyPair', () => {
  test('makes an RSA-2048 pair with a certificate of a year, for keys and signatures', async () => {
    const certificate = new X509Certificate(staged.certificate);
    expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(certificate.subject).toBe('CN=Signpost acme/main');
    expect(certificate.validTo).toBe('Nov 21 08:00:00 2027 GMT');
    expect(certificate.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(staged.privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(staged.certificate).not.toContain('PRIVATE');
  });
});

describeWith('openssl')('openTokenFile', () => {
  test.each(['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'des3'])('opens a streamed file with %s', (cipher) => {
    const file = envelope({ cipher });
    expect(file.toString()).toMatch(/^MIME-Version: 1.0\r?\n[\s\S]*smime-type=enveloped-data/);
    expect(openTokenFile(file, staged)).toEqual(EXPECTED);
  });

  test.each([
    ['binary, indefinite lengths', ['-stream', '-outform', 'DER']],
    ['binary, definite lengths', ['-outform', 'DER']],
    ['PEM', ['-outform', 'PEM']],
    ['OAEP', ['-stream', '-recip', 'certificate.pem', '-keyopt', 'rsa_padding_mode:oaep']],
  ])('opens a file that is %s', (_, more) => {
    expect(openTokenFile(envelope({ more }), staged)).toEqual(EXPECTED);
  });

  test('reads indefinite lengths, as the streamed files have them', () => {
    const file = envelope({ more: ['-stream', '-outform', 'DER'] });
    expect([...file.subarray(0, 2)]).toEqual([0x30, 0x80]);
  });

  test.each([
    ['bare JSON', JSON_TEXT],
    ['JSON over several lines', JSON.stringify(TOKEN, null, 2)],
    ['a message without MIME', `-----BEGIN MESSAGE-----\n${JSON_TEXT}\n-----END MESSAGE-----\n`],
    ['base64', `Content-Transfer-Encoding: base64\n\n${Buffer.from(JSON_TEXT).toString('base64')}\n`],
    [
      'quoted-printable',
      `Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n${JSON_TEXT.replaceAll('"', '=22').replace(/(.{70})/g, '$1=\n')}\n`,
    ],
  ])('reads %s inside of the envelope', (_, content) => {
    expect(openTokenFile(envelope({ content }), staged)).toEqual(EXPECTED);
  });

  test.each([
    '-3735928559',
    '0x00ffeeddccbbaa99',
    '0x7fffffff',
    '1',
  ])('finds a recipient by the serial number %s', (serial) => {
    const own = certificateWithSerial(serial);
    expect(openTokenFile(envelope({ certificate: own.certificate }), own)).toEqual(EXPECTED);
  });

  test('finds the recipient although its serial number lost the leading zero and reads as negative', () => {
    const own = certificateWithSerial('0x00ffeeddccbbaa99');
    const file = envelope({ certificate: own.certificate, more: ['-stream', '-outform', 'DER'] });
    // INTEGER of nine bytes 00 ff…; the same without its first byte, and nothing else changed: lengths outside of it are definite.
    const at = file.indexOf(Buffer.from('020900ffeeddccbbaa99', 'hex'));
    const patched = Buffer.concat([
      file.subarray(0, at),
      Buffer.from('0208ffeeddccbbaa99', 'hex'),
      file.subarray(at + 11),
    ]);
    expect(openTokenFile(shortened(patched, at), own)).toEqual(EXPECTED);
  });

  test('recognizes a file for another key', async () => {
    const other = await makeKeyPair({ tenant: 'acme', server: 'other' }, 0);
    expect(openTokenFile(envelope({ certificate: other.certificate }), staged)).toMatchObject({
      problem: { code: 'token.file-other-key' },
    });
  });

  test('recognizes a file that was cut off, wherever', () => {
    for (const file of [envelope(), envelope({ more: ['-stream', '-outform', 'DER'] })]) {
      for (let length = 0; length < file.length - 3; length += 37) {
        const opened = openTokenFile(file.subarray(0, length), staged);
        expect(opened.ok || opened.problem.code).toMatch(/^token\.(file-unreadable|file-other-key|malformed)$/);
      }
    }
  });

  test('recognizes content that was tampered with', () => {
    const file = envelope({ more: ['-outform', 'DER'] });
    file[file.length - 1] = (file.at(-1) ?? 0) ^ 0xff;
    expect(openTokenFile(file, staged)).toMatchObject({ problem: { code: 'token.file-unreadable' } });
  });

  test('names a cipher that it does not open', () => {
    expect(openTokenFile(envelope({ cipher: 'camellia128' }), staged)).toMatchObject({
      problem: { code: 'token.file-unreadable' },
    });
  });

  test('distinguishes a signed message from an envelope', () => {
    writeFileSync(join(folder, 'content.txt'), MIME);
    writeFileSync(join(folder, 'certificate.pem'), staged.certificate);
    writeFileSync(join(folder, 'own.pem'), staged.privateKey);
    openssl(
      'cms',
      '-sign',
      '-in',
      'content.txt',
      '-signer',
      'certificate.pem',
      '-inkey',
      'own.pem',
      '-nodetach',
      '-out',
      'signed.p7m',
    );
    expect(openTokenFile(readFileSync(join(folder, 'signed.p7m')), staged)).toMatchObject({
      problem: { code: 'token.file-unreadable' },
    });
  });

  test('says what is missing in the token, and nothing of what is in it', () => {
    const { consumer_secret: _, ...partial } = TOKEN;
    const opened = openTokenFile(envelope({ content: JSON.stringify(partial) }), staged);
    expect(opened).toMatchObject({ problem: { code: 'token.malformed' } });
    expect(JSON.stringify(opened)).toContain('consumer_secret missing');
    expect(JSON.stringify(opened)).not.toContain('0011223344');
  });
});

/** Takes one byte off the definite lengths around a place, outermost first. */
function shortened(bytes: Buffer, place: number): Buffer {
  const patched = Buffer.from(bytes);
  for (let at = 0; at < place; ) {
    const length = patched[at + 1] ?? 0;
    const header = length > 0x80 ? 2 + (length & 0x7f) : 2;
    const size = length > 0x80 ? patched.readUIntBE(at + 2, length & 0x7f) : length;
    const isConstructed = ((patched[at] ?? 0) & 0x20) !== 0;
    if (isConstructed && length === 0x80) at += 2;
    else if (isConstructed && at + header + size >= place) {
      if (length > 0x80) patched.writeUIntBE(size - 1, at + 2, length & 0x7f);
      else patched[at + 1] = size - 1;
      at += header;
    } else at += header + size;
  }
  return patched;
}

describe('openTokenFile', () => {
  test.each([
    ['nothing', ''],
    ['a text', 'Dear customer, please find attached'],
    ['HTML', '<html><body>Sign in</body></html>'],
    ['base64 of something else', Buffer.from('hello there').toString('base64')],
    ['MIME without a body', 'Content-Type: application/pkcs7-mime\n\n'],
    ['zeros', '\0'.repeat(1000)],
    ['deeply nested BER', Buffer.from('3080'.repeat(20_000), 'hex').toString('base64')],
    ['more than any token file', 'A'.repeat(100_000)],
  ])('refuses %s', (_, text) => {
    expect(openTokenFile(Buffer.from(text), staged)).toMatchObject({ problem: { code: 'token.file-unreadable' } });
  });
});

describe('a token in the clear', () => {
  test.each([
    [JSON_TEXT, true],
    [`\uFEFF \n${JSON_TEXT}`, true],
    ['MIME-Version: 1.0\n\n{', false],
    ['', false],
  ])('%j is plain: %p', (text, expected) => expect(isPlainToken(Buffer.from(text))).toBe(expected));

  test('is read', () => expect(readPlainToken(Buffer.from(`\uFEFF${JSON_TEXT}`))).toEqual(EXPECTED));
});
