import 'reflect-metadata';
import { X509Certificate as NodeCertificate, webcrypto } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import {
  AuthorityInfoAccessExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { CertificateSpec } from './environment';

type KeyPair = webcrypto.CryptoKeyPair;
type KeyKind = NonNullable<CertificateSpec['key']>;

const DAY_MS = 24 * 60 * 60 * 1000;
const EC = { name: 'ECDSA', namedCurve: 'P-256' } as const;

interface Authority {
  readonly keys: KeyPair;
  readonly certificate: X509Certificate;
}

/** Issues the certificates of the fault catalogue, each kind once. */
export class Authorities {
  readonly #contexts = new Map<string, Promise<SecureContext>>();

  private constructor(
    private readonly root: Authority,
    private readonly intermediate: Authority,
    private readonly stranger: Authority,
    private readonly keys: Readonly<Record<KeyKind, KeyPair>>,
  ) {}

  static async create(): Promise<Authorities> {
    cryptoProvider.set(webcrypto);
    const root = await makeAuthority('CN=Catalogue Root, O=Catalogue Trust');
    const intermediate = await makeAuthority('CN=Catalogue Issuing, O=Catalogue Trust', root);
    const stranger = await makeAuthority('CN=Company Internal, O=Company');
    const rsa = (modulusLength: number) =>
      webcrypto.subtle.generateKey(
        { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent: new Uint8Array([1, 0, 1]) },
        true,
        ['sign', 'verify'],
      );
    const keys = {
      ec: await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']),
      'rsa-2048': await rsa(2048),
      'rsa-1024': await rsa(1024),
    };
    return new Authorities(root, intermediate, stranger, keys);
  }

  /** PEM of the root that the checks trust. */
  get rootPem(): string {
    return this.root.certificate.toString('pem');
  }

  /** DER of the certificate that a server may forget to send. */
  get intermediateDer(): Buffer {
    return Buffer.from(this.intermediate.certificate.rawData);
  }

  contextFor(host: string, spec: CertificateSpec = {}): Promise<SecureContext> {
    const key = JSON.stringify([host, spec]);
    const known = this.#contexts.get(key) ?? this.#makeContext(host, spec);
    this.#contexts.set(key, known);
    return known;
  }

  async #makeContext(host: string, spec: CertificateSpec): Promise<SecureContext> {
    const keys = this.keys[spec.key ?? 'ec'];
    const subject = `CN=${host}`;
    const authority = await this.#authorityOf(spec);
    const access =
      spec.issuerUrl === undefined ? [] : [new AuthorityInfoAccessExtension({ caIssuers: [spec.issuerUrl] })];
    const names = (spec.names ?? [host]).map((value) => ({ type: 'dns', value }) as const);
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serial(),
      subject,
      issuer: authority?.certificate.subject ?? subject,
      publicKey: keys.publicKey,
      signingKey: (authority?.keys ?? keys).privateKey,
      signingAlgorithm: { name: 'ECDSA', hash: spec.hash ?? 'SHA-256' },
      notBefore: new Date(Date.now() + (spec.begins ?? -30) * DAY_MS),
      notAfter: new Date(Date.now() + (spec.ends ?? 60) * DAY_MS),
      extensions: [new SubjectAlternativeNameExtension(names), ...access],
    });
    const chain = authority && spec.sends !== 'alone' ? [certificate, authority.certificate] : [certificate];
    return createSecureContext({
      key: await privatePem(keys),
      cert: chain.map(toPem).join('\n'),
      ciphers: 'ALL:@SECLEVEL=0',
    });
  }

  async #authorityOf({ issuer = 'intermediate', organisation }: CertificateSpec): Promise<Authority | undefined> {
    if (issuer === 'itself') return undefined;
    if (organisation !== undefined) return makeAuthority(`CN=Issuing, O=${organisation}`, this.root);
    return issuer === 'private' ? this.stranger : this.intermediate;
  }
}

async function makeAuthority(subject: string, above?: Authority): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial(),
    subject,
    issuer: above?.certificate.subject ?? subject,
    publicKey: keys.publicKey,
    signingKey: (above ?? { keys }).keys.privateKey,
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    notBefore: new Date(Date.now() - 400 * DAY_MS),
    notAfter: new Date(Date.now() + 400 * DAY_MS),
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return { keys, certificate };
}

let issued = 0;
function serial(): string {
  issued += 1;
  return (0x1000 + issued).toString(16);
}

function toPem(certificate: X509Certificate): string {
  return new NodeCertificate(Buffer.from(certificate.rawData)).toString();
}

async function privatePem(keys: KeyPair): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}
