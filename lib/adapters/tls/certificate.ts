import 'reflect-metadata';
import { createHash, X509Certificate as NodeCertificate } from 'node:crypto';
import { AuthorityInfoAccessExtension, SubjectAlternativeNameExtension, X509Certificate } from '@peculiar/x509';
import type { CertificateFacts } from '../../core/doctor/facts';

/** More names than any honest certificate needs; the rest is left out. */
const MAX_NAMES = 200;

/** Reads a DER certificate, or nothing where the bytes are none. */
export function readCertificate(der: Uint8Array): CertificateFacts | undefined {
  const fingerprint = createHash('sha256').update(der).digest('hex');
  const known = recent.get(fingerprint) ?? parse(der);
  if (recent.size >= MAX_RECENT) recent.clear();
  if (known) recent.set(fingerprint, known);
  return known;
}

/** Domains of one run share authorities, and often a whole certificate. */
const recent = new Map<string, CertificateFacts>();
const MAX_RECENT = 500;

function parse(der: Uint8Array): CertificateFacts | undefined {
  try {
    return describe(new X509Certificate(der), der);
  } catch {
    return undefined;
  }
}

function describe(certificate: X509Certificate, der: Uint8Array): CertificateFacts {
  const names = certificate.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
  const access = certificate.getExtension(AuthorityInfoAccessExtension)?.caIssuers ?? [];
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    issuerOrganisation: certificate.issuerName.getField('O')[0],
    selfIssued: certificate.subject === certificate.issuer,
    names: names.flatMap(({ type, value }) => (type === 'dns' || type === 'ip' ? [value] : [])).slice(0, MAX_NAMES),
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    key: describeKey(der),
    // Ed25519 names no hash.
    signatureHash: certificate.signatureAlgorithm.hash?.name ?? 'Ed25519',
    issuerUrl: access.find(({ type }) => type === 'url')?.value,
  };
}

const CURVE_BITS: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521 };

function describeKey(der: Uint8Array): CertificateFacts['key'] {
  const { asymmetricKeyType, asymmetricKeyDetails } = new NodeCertificate(der).publicKey;
  if (asymmetricKeyType?.startsWith('rsa')) return { algorithm: 'rsa', bits: asymmetricKeyDetails?.modulusLength ?? 0 };
  if (asymmetricKeyType !== 'ec') return { algorithm: 'other', bits: 256 };
  const curve = asymmetricKeyDetails?.namedCurve ?? '';
  return { algorithm: 'ec', bits: CURVE_BITS[curve] ?? Number(/\d{3}/.exec(curve)?.[0] ?? 0) };
}
