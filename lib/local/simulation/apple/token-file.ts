import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { type BaseBlock, Constructed, Null, OctetString, Sequence } from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  ContentInfo,
  EncryptedContentInfo,
  EnvelopedData,
  IssuerAndSerialNumber,
  KeyTransRecipientInfo,
  RecipientInfo,
} from 'pkijs';
import type { AppleToken } from './state';

const DATA = '1.2.840.113549.1.7.1';
const ENVELOPED_DATA = '1.2.840.113549.1.7.3';
const RSA_PKCS1 = '1.2.840.113549.1.1.1';
const AES_128_CBC = '2.16.840.1.101.3.4.1.2';

const MIN_RSA_BITS = 2048;
const LINE = 64;

/** A certificate that a token file can be encrypted for. */
export interface TokenRecipient {
  readonly certificate: Certificate;
  /** PEM of its public key. */
  readonly publicKey: string;
}

/** Reads the PEM that is uploaded to Apple; nothing where it is no certificate of an RSA key of 2048 bits or more. */
export function parseRecipient(pem: string): TokenRecipient | undefined {
  const [, base64] = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/.exec(pem) ?? [];
  if (base64 === undefined) return undefined;
  try {
    const certificate = Certificate.fromBER(Buffer.from(base64, 'base64'));
    const key = createPublicKey(pem);
    const isLarge = (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS;
    if (key.asymmetricKeyType !== 'rsa' || !isLarge) return undefined;
    return { certificate, publicKey: key.export({ type: 'spki', format: 'pem' }).toString() };
  } catch {
    return undefined;
  }
}

/** The `.p7m` as Apple gives it out: MIME around base64 around an envelope, and MIME around the token inside of it. */
export function sealToken(token: AppleToken, recipient: TokenRecipient): string {
  const envelope = seal(Buffer.from(messageOf(token)), recipient).toString('base64');
  const headers = [
    'Content-Type: application/pkcs7-mime; name="smime.p7m"; smime-type=enveloped-data',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="smime.p7m"',
    'Content-Description: S/MIME Encrypted Message',
  ];
  return [...headers, '', ...linesOf(envelope), ''].join('\r\n');
}

/** Lines are broken wherever they are full, inside of strings as well. [observed] */
function messageOf(token: AppleToken): string {
  const headers = ['Content-Type: text/plain;charset=UTF-8', 'Content-Transfer-Encoding: 7bit'];
  const message = ['-----BEGIN MESSAGE-----', ...linesOf(JSON.stringify(token)), '-----END MESSAGE-----'];
  return [...headers, '', ...message, ''].join('\r\n');
}

function linesOf(text: string): readonly string[] {
  return text.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
}

/** A CMS envelope (RFC 5652, section 6) with AES-128-CBC and RSAES-PKCS1-v1_5, as Apple makes them. [observed] */
function seal(content: Buffer, { certificate, publicKey }: TokenRecipient): Buffer {
  const [key, vector] = [randomBytes(16), randomBytes(16)];
  const cipher = createCipheriv('aes-128-cbc', key, vector);
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  const encryptedKey = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key);
  const { issuer, serialNumber } = certificate;
  const recipient = new KeyTransRecipientInfo({
    version: 0,
    rid: new IssuerAndSerialNumber({ issuer, serialNumber }),
    keyEncryptionAlgorithm: new AlgorithmIdentifier({ algorithmId: RSA_PKCS1, algorithmParams: new Null() }),
    encryptedKey: new OctetString({ valueHex: bytesOf(encryptedKey) }),
  });
  const data = new EnvelopedData({
    version: 0,
    recipientInfos: [new RecipientInfo({ variant: 1, value: recipient })],
    encryptedContentInfo: new EncryptedContentInfo({
      contentType: DATA,
      contentEncryptionAlgorithm: new AlgorithmIdentifier({
        algorithmId: AES_128_CBC,
        algorithmParams: new OctetString({ valueHex: bytesOf(vector) }),
      }),
      encryptedContent: new OctetString({ valueHex: bytesOf(encrypted) }),
    }),
  });
  return streamed(new ContentInfo({ contentType: ENVELOPED_DATA, content: data.toSchema() }));
}

/** In BER with indefinite lengths down to the content, as a streaming writer has to. [observed] */
function streamed(info: ContentInfo): Buffer {
  const outermost = info.toSchema();
  let block: BaseBlock | undefined = outermost;
  while (block instanceof Sequence || block instanceof Constructed) {
    block.lenBlock.isIndefiniteForm = true;
    block = block.valueBlock.value.at(-1);
  }
  return Buffer.from(outermost.toBER());
}

function bytesOf(buffer: Buffer): ArrayBuffer {
  return Uint8Array.from(buffer).buffer;
}
