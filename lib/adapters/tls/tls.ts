import { X509Certificate } from 'node:crypto';
import { connect, rootCertificates, type TLSSocket } from 'node:tls';
import type { CertificateFacts, ClassicHandshake, TlsFacts } from '../../core/doctor/facts';
import { absentFact, type Observation, observed, unknown } from '../../core/observation';
import type { NetworkRoute } from '../http/network';
import { responsiveLimit } from '../timing/time-limit';
import { readCertificate } from './certificate';
import { type HelloOutcome, MODERN_CIPHERS, OLDER_CIPHERS, sayHello, TLS_1_0, TLS_1_1, TLS_1_2 } from './hello';
import { LENIENT_TLS } from './lenient';

export interface TlsTarget {
  readonly route: NetworkRoute;
  readonly serverName: string;
  /** PEM of the authority to trust instead of the public ones. */
  readonly ca?: string;
  readonly timeoutMs: number;
  /** Fetches the issuer's certificate from where a certificate says; the bytes, or nothing. */
  readonly fetchIssuer: (url: string) => Promise<Uint8Array | undefined>;
}

interface DeviceHandshake {
  readonly handshake: TlsFacts['handshake'];
  readonly trust: TlsFacts['trust'];
  readonly chain: readonly Uint8Array[];
}

const ALERT_HANDSHAKE_FAILURE = 40;

/** Observes the TLS of one server: once as a device does, once in the clear as a client that knows TLS 1.2 only. */
export async function observeTls(target: TlsTarget): Promise<TlsFacts> {
  const [asDevice, hello] = await Promise.all([shakeHands(target), helloClassic(target)]);
  const sent = hello.outcome.kind === 'flight' ? hello.outcome.flight.chain : asDevice.chain;
  const chain = sent.flatMap((der) => readCertificate(der) ?? []);
  const failed = asDevice.handshake.kind === 'failed';
  return {
    handshake: asDevice.handshake,
    chain,
    trust: asDevice.trust,
    completedByIssuerUrl: await completeChain(target, asDevice.trust, chain),
    classic: classicFacts(hello),
    outdatedVersion: failed ? await outdatedVersion(target, hello.outcome) : absentFact,
    ...(hello.outcome.kind === 'not-tls' ? { spoke: hello.outcome.text } : {}),
  };
}

function shakeHands(target: TlsTarget, extraCa?: string): Promise<DeviceHandshake> {
  return new Promise((resolve) => {
    const socket = connect({
      ...target.route,
      servername: target.serverName,
      ca: authorities(target, extraCa),
      minVersion: 'TLSv1.2',
      ...LENIENT_TLS,
      checkServerIdentity: () => undefined,
    });
    const finish = (result: DeviceHandshake) => {
      stop();
      socket.destroy();
      resolve(result);
    };
    const fail = (code: string) =>
      finish({ handshake: { kind: 'failed', code }, trust: { kind: 'unknown' }, chain: [] });
    const stop = responsiveLimit(target.timeoutMs)(() => fail('ETIMEDOUT'));
    socket.on('error', (error) => fail('code' in error ? String(error.code) : error.message));
    socket.on('close', () => fail('ECONNRESET'));
    socket.on('secureConnect', () => finish(readHandshake(socket)));
  });
}

function authorities({ ca }: TlsTarget, extraCa: string | undefined): string[] | undefined {
  if (extraCa === undefined) return ca === undefined ? undefined : [ca];
  return [...(ca === undefined ? rootCertificates : [ca]), extraCa];
}

function readHandshake(socket: TLSSocket): DeviceHandshake {
  return {
    handshake: { kind: 'done', protocol: socket.getProtocol() ?? 'unknown' },
    trust: socket.authorized ? { kind: 'trusted' } : { kind: 'untrusted', code: trustCode(socket.authorizationError) },
    chain: peerChain(socket),
  };
}

/** Node says `Error` in its types and hands over a string. */
function trustCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return String(error);
}

/** The chain as Node knows it: a root of its own may be at the end, which is harmless. */
function peerChain(socket: TLSSocket): Uint8Array[] {
  const chain: Buffer[] = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate) {
    const { raw } = certificate;
    if (chain.some((known) => known.equals(raw))) break;
    chain.push(raw);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

interface ClassicHello {
  readonly outcome: HelloOutcome;
  readonly modernCipher: boolean;
}

async function helloClassic({ route, serverName, timeoutMs }: TlsTarget): Promise<ClassicHello> {
  const options = { serverName, timeoutMs, version: TLS_1_2 } as const;
  const modern = await sayHello(route, { ...options, ciphers: MODERN_CIPHERS });
  if (modern.kind !== 'alert' || modern.description !== ALERT_HANDSHAKE_FAILURE) {
    return { outcome: modern, modernCipher: true };
  }
  const any = await sayHello(route, { ...options, ciphers: [...MODERN_CIPHERS, ...OLDER_CIPHERS] });
  return any.kind === 'flight' ? { outcome: any, modernCipher: false } : { outcome: modern, modernCipher: true };
}

function classicFacts({ outcome, modernCipher }: ClassicHello): Observation<ClassicHandshake> {
  switch (outcome.kind) {
    case 'flight':
      if (outcome.flight.version !== TLS_1_2) return unknown('the server does not speak TLS 1.2');
      return observed({
        extendedMasterSecret: outcome.flight.extendedMasterSecret,
        modernCipher,
        cipher: outcome.flight.cipher,
        asksForClientCertificate: outcome.flight.asksForClientCertificate,
      });
    case 'alert':
      return unknown('the server does not offer TLS 1.2; a TLS 1.3 handshake cannot be read from outside');
    case 'not-tls':
      return unknown('the server does not speak TLS');
    case 'failed':
      return unknown(`the handshake in the clear did not end (${outcome.reason})`);
  }
}

/** A server that takes neither TLS 1.2 nor 1.3 may still take what no device does. */
async function outdatedVersion(
  { route, serverName, timeoutMs }: TlsTarget,
  classic: HelloOutcome,
): Promise<TlsFacts['outdatedVersion']> {
  // Servers answer a newer hello in the best version they know, or refuse it.
  if (classic.kind === 'flight') return versionOf(classic.flight.version);
  if (classic.kind !== 'alert') return absentFact;
  const ciphers = [...OLDER_CIPHERS, ...MODERN_CIPHERS];
  const outcome = await sayHello(route, { serverName, timeoutMs, version: TLS_1_1, ciphers });
  return outcome.kind === 'flight' ? versionOf(outcome.flight.version) : absentFact;
}

function versionOf(version: number): TlsFacts['outdatedVersion'] {
  if (version >= TLS_1_2) return absentFact;
  return observed(version === TLS_1_0 ? 'TLS 1.0' : 'TLS 1.1');
}

const ISSUER_MISSING = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

/** Whether the chain would do, had the server sent the certificate that its last one names as its issuer. */
async function completeChain(
  target: TlsTarget,
  trust: TlsFacts['trust'],
  chain: readonly CertificateFacts[],
): Promise<TlsFacts['completedByIssuerUrl']> {
  if (trust.kind !== 'untrusted' || !ISSUER_MISSING.includes(trust.code)) return absentFact;
  const url = chain.findLast(({ selfIssued }) => !selfIssued)?.issuerUrl;
  if (url === undefined) return absentFact;
  const bytes = await target.fetchIssuer(url);
  const pem = bytes && toPem(bytes);
  if (pem === undefined)
    return unknown("the issuer's certificate could not be fetched from where the certificate says");
  const { trust: completed } = await shakeHands(target, pem);
  return observed(
    completed.kind === 'trusted' || (completed.kind === 'untrusted' && !ISSUER_MISSING.includes(completed.code)),
  );
}

function toPem(bytes: Uint8Array): string | undefined {
  try {
    return new X509Certificate(bytes).toString();
  } catch {
    return undefined;
  }
}
