import 'reflect-metadata';
import { randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import {
  cryptoProvider,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { ServerKey } from '../../core/registration/registration';
import type { StagedKey } from '../registration/ports';

const ALGORITHM = {
  name: 'RSASSA-PKCS1-v1_5',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
  hash: 'SHA-256',
} as const;
const VALID_DAYS = 365;
const DAY = 86_400_000;

/**
 * Makes the key pair for a token file: RSA-2048 and a self-signed certificate, which Apple Business Manager takes as PEM
 * [documented]. Only the certificate may leave the secret store.
 */
export async function makeKeyPair({ tenant, server }: ServerKey, now: number): Promise<StagedKey> {
  cryptoProvider.set(webcrypto);
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: positiveSerial(),
    name: `CN=Signpost ${tenant}/${server}`,
    // Apple's clock may be behind ours.
    notBefore: new Date(now - DAY),
    notAfter: new Date(now + VALID_DAYS * DAY),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true)],
  });
  const privateKey = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { certificate: certificate.toString('pem'), privateKey: PemConverter.encode(privateKey, 'PRIVATE KEY') };
}

/** When `makeKeyPair` made the key of a certificate (PEM), to the second: milliseconds since 1970. */
export function madeAt(certificate: string): number {
  return Date.parse(new X509Certificate(certificate).validFrom) + DAY;
}

/** 16 random bytes whose first bit is 0, so that no parser reads the number as negative. */
function positiveSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}
