import { type CertificateFacts, type HostFacts, tlsOf } from '../facts';

/** The server's own certificate. */
export function serverCertificate(host: HostFacts): CertificateFacts | undefined {
  return tlsOf(host)?.chain[0];
}

/** Whether a certificate's name covers a host: a wildcard stands for one label, and never for none (RFC 6125). */
export function covers(name: string, host: string): boolean {
  const pattern = name.toLowerCase();
  if (!pattern.startsWith('*.')) return pattern === host;
  const rest = host.slice(host.indexOf('.') + 1);
  return rest === pattern.slice(2) && rest.includes('.');
}
