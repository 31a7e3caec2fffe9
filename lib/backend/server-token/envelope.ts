import { constants, createDecipheriv, privateDecrypt, X509Certificate } from 'node:crypto';
import { fromBER, OctetString } from 'asn1js';
import { ContentInfo, EnvelopedData, IssuerAndSerialNumber, KeyTransRecipientInfo } from 'pkijs';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import type { StagedKey } from '../registration/ports';

const ENVELOPED_DATA = '1.2.840.113549.1.7.3';
const RSA_PKCS1 = '1.2.840.113549.1.1.1';
const RSA_OAEP = '1.2.840.113549.1.1.7';

/** Ciphers that Apple's files may use, by object identifier. Node's web crypto lacks triple DES, so all go through OpenSSL. */
const CIPHERS: Readonly<Record<string, { readonly name: string; readonly keyBytes: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyBytes: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyBytes: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyBytes: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyBytes: 24 },
};

/**
 * Opens a CMS envelope (RFC 5652, section 6), in DER or in BER with indefinite lengths. Problem codes:
 * `token.file-unreadable`, `token.file-other-key`.
 */
export function openEnvelope(bytes: Uint8Array, { certificate, privateKey }: StagedKey): Result<Buffer> {
  const envelope = parseEnvelope(bytes);
  if (!envelope) return unreadable('it holds no enveloped data');
  const { contentEncryptionAlgorithm: algorithm } = envelope.encryptedContentInfo;
  const cipher = CIPHERS[algorithm.algorithmId];
  if (!cipher) return unreadable(`its cipher is ${algorithm.algorithmId}`);
  const content = contentOf(envelope);
  const vector = algorithm.algorithmParams instanceof OctetString ? algorithm.algorithmParams.getValue() : undefined;
  if (!content || content.length === 0 || !vector) return unreadable('its content is missing');
  const recipients = recipientsOf(envelope, new X509Certificate(certificate).serialNumber);
  for (const recipient of recipients) {
    const key = unwrapKey(recipient, privateKey);
    if (key?.length !== cipher.keyBytes) continue;
    const opened = decrypt(cipher.name, key, new Uint8Array(vector), content);
    if (opened) return ok(opened);
  }
  if (recipients.some(({ isOurs }) => isOurs)) return unreadable('its content does not decrypt');
  return failed(
    problem(
      'token.file-other-key',
      'Cannot open the token file: it is encrypted for another certificate; expected the one made last',
    ),
  );
}

interface Recipient {
  readonly algorithm: string;
  readonly encryptedKey: Uint8Array;
  /** Whether its serial number is that of our certificate. */
  readonly isOurs: boolean;
}

function parseEnvelope(bytes: Uint8Array): EnvelopedData | undefined {
  try {
    const parsed = fromBER(Uint8Array.from(bytes).buffer);
    if (parsed.offset === -1) return undefined;
    const info = new ContentInfo({ schema: parsed.result });
    if (info.contentType !== ENVELOPED_DATA) return undefined;
    return new EnvelopedData({ schema: info.content });
  } catch {
    return undefined;
  }
}

function contentOf({ encryptedContentInfo }: EnvelopedData): Uint8Array | undefined {
  try {
    return new Uint8Array(encryptedContentInfo.getEncryptedContent());
  } catch {
    return undefined;
  }
}

/** Key-transport recipients, ours first. Apple names one, whose serial number may have lost its leading zero. [observed] */
function recipientsOf({ recipientInfos }: EnvelopedData, serialNumber: string): readonly Recipient[] {
  const ours = digits(serialNumber);
  return recipientInfos
    .flatMap(({ value }): Recipient[] => {
      if (!(value instanceof KeyTransRecipientInfo)) return [];
      const { rid, keyEncryptionAlgorithm, encryptedKey } = value;
      const serial =
        rid instanceof IssuerAndSerialNumber
          ? Buffer.from(rid.serialNumber.valueBlock.valueHexView).toString('hex')
          : undefined;
      return [
        {
          algorithm: keyEncryptionAlgorithm.algorithmId,
          encryptedKey: encryptedKey.valueBlock.valueHexView,
          isOurs: serial !== undefined && digits(serial) === ours,
        },
      ];
    })
    .sort((a, b) => Number(b.isOurs) - Number(a.isOurs));
}

function digits(hex: string): string {
  return hex.toLowerCase().replace(/^-/, '').replace(/^0+/, '');
}

function unwrapKey({ algorithm, encryptedKey }: Recipient, privateKey: string): Buffer | undefined {
  try {
    if (algorithm === RSA_OAEP)
      return privateDecrypt({ key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING }, encryptedKey);
    if (algorithm !== RSA_PKCS1) return undefined;
    return withoutPadding(privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encryptedKey));
  } catch {
    return undefined;
  }
}

/**
 * Takes the padding of RSAES-PKCS1-v1_5 away (RFC 8017, section 7.2.2): 00 02, eight random bytes or more, 00. Node may
 * refuse to do so itself (CVE-2023-46809). Its danger is an attacker who tries millions of files; here a key opens one.
 */
function withoutPadding(block: Buffer): Buffer | undefined {
  const end = block.indexOf(0, 2);
  return block[0] === 0 && block[1] === 2 && end >= 10 ? block.subarray(end + 1) : undefined;
}

function decrypt(cipher: string, key: Uint8Array, vector: Uint8Array, content: Uint8Array): Buffer | undefined {
  try {
    const decipher = createDecipheriv(cipher, key, vector);
    return Buffer.concat([decipher.update(content), decipher.final()]);
  } catch {
    return undefined;
  }
}

function unreadable(actual: string): Result<never> {
  return failed(
    problem('token.file-unreadable', `Cannot open the token file: ${actual}; expected an envelope as Apple makes it`),
  );
}
