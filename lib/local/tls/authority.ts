import 'reflect-metadata';
import { createPrivateKey, createPublicKey, randomBytes, webcrypto } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { objectOf, textOf } from '../json';

/** A certificate and its private key, PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** The local certificate authority. Only this machine's user trusts it, and only by its file. */
export interface Authority {
  readonly certificateFile: string;
  readonly certificate: string;
  /** A server certificate for exactly these names, with its chain. */
  issue(names: readonly string[]): Promise<KeyPair>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;
const CA_DAYS = 3650;
// Issued at each start, so that one is expired only where the clock is wrong.
const LEAF_DAYS = 90;

/**
 * Opens the authority that is kept in `directory`, or makes one there: the same at each start, so that its file has to be
 * trusted only once. Problem code: `local.state-directory`.
 */
export async function openAuthority(directory: string): Promise<Result<Authority>> {
  x509.cryptoProvider.set(webcrypto);
  const certificateFile = join(directory, 'ca.pem');
  const keyFile = join(directory, 'ca-key.pem');
  let pair = readPair(certificateFile, keyFile);
  if (!pair) {
    pair = await makeAuthority();
    try {
      mkdirSync(directory, { recursive: true });
      writeFileSync(keyFile, pair.key, { mode: 0o600 });
      // The mode above is for a new file; one that was there keeps its own.
      chmodSync(keyFile, 0o600);
      writeFileSync(certificateFile, pair.certificate);
    } catch (error) {
      const cause = textOf(objectOf(error)['code']) ?? 'it cannot be written';
      return failed(
        problem('local.state-directory', `Cannot keep the local certificate authority in ${directory}: ${cause}`),
      );
    }
  }
  return ok({ certificateFile, certificate: pair.certificate, issue: await issuer(pair) });
}

/** The pair on disk, where it is whole, belongs together and has not expired. */
function readPair(certificateFile: string, keyFile: string): KeyPair | undefined {
  try {
    const pair = { certificate: readFileSync(certificateFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
    const certificate = new x509.X509Certificate(pair.certificate);
    const ours = createPublicKey(createPrivateKey(pair.key)).export({ type: 'spki', format: 'der' });
    const same = Buffer.from(certificate.publicKey.rawData).equals(ours);
    return same && certificate.notAfter.getTime() > Date.now() + LEAF_DAYS * DAY ? pair : undefined;
  } catch {
    return undefined;
  }
}

async function makeAuthority(): Promise<KeyPair> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=Signpost local authority',
    ...validity(CA_DAYS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: pem(certificate), key: await exportKey(keys.privateKey) };
}

/** All leaves share one key, which never leaves this process. */
async function issuer(authority: KeyPair): Promise<Authority['issue']> {
  const ca = new x509.X509Certificate(authority.certificate);
  const pkcs8 = createPrivateKey(authority.key).export({ type: 'pkcs8', format: 'der' });
  const signingKey = await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']);
  const keys = await generateKeys();
  const key = await exportKey(keys.privateKey);
  const authorityKeyId = await x509.AuthorityKeyIdentifierExtension.create(ca, false);
  return async (names) => {
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      // A common name has 64 characters at most; clients read the alternative names.
      subject: `CN=${(names[0] ?? '').slice(0, 64)}`,
      issuer: ca.subject,
      ...validity(LEAF_DAYS),
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'dns' as const, value }))),
        authorityKeyId,
      ],
    });
    return { certificate: pem(certificate) + authority.certificate, key };
  };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

/** From yesterday on: clocks differ. */
function validity(days: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + days * DAY) };
}

function pem(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

/** Random, and positive in DER. */
function serialNumber(): string {
  return `01${randomBytes(15).toString('hex')}`;
}
