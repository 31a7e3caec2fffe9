import { type CertificateFacts, type EndpointFacts, type HostFacts, observedValue, type TlsFacts } from '../facts';
import type { Scene, Waypoint } from '../scene';

/** The endpoint that the journeys went to: the first that is open, IPv4 first. */
export function openEndpoint(host: HostFacts): EndpointFacts | undefined {
  return host.endpoints.find(({ tcp }) => observedValue(tcp) === 'open');
}

export function tlsOf(host: HostFacts): TlsFacts | undefined {
  return observedValue(openEndpoint(host)?.tls);
}

/** The server's own certificate. */
export function serverCertificate(host: HostFacts): CertificateFacts | undefined {
  return tlsOf(host)?.chain[0];
}

/** Every host on the way whose TLS was seen. */
export function tlsWaypoints({ waypoints }: Scene): readonly (Waypoint & { readonly tls: TlsFacts })[] {
  return waypoints.flatMap((waypoint) => {
    const tls = tlsOf(waypoint.host);
    return tls ? [{ ...waypoint, tls }] : [];
  });
}

/** Whether a certificate's name covers a host: a wildcard stands for one label, and never for none (RFC 6125). */
export function covers(name: string, host: string): boolean {
  const pattern = name.toLowerCase();
  if (!pattern.startsWith('*.')) return pattern === host;
  const rest = host.slice(host.indexOf('.') + 1);
  return rest === pattern.slice(2) && rest.includes('.');
}
