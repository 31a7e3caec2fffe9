import { observedValue } from '../../observation';
import type { Check } from '../check';
import type { DiagnosisInput, Waypoint } from '../diagnosis-input';
import type { TlsFacts } from '../facts';
import { asksForCertificate } from './tls-handshake';

/** Does the server ask for a client certificate? The discovery client has none to send. [observed] */
export const clientCertificateCheck: Check = {
  codes: ['tls.client-certificate'],
  run: (input) =>
    input.tlsWaypoints
      .filter((waypoint) => asksForCertificate(waypoint.tls) || insists(input, waypoint))
      .map(({ host: { host }, hop, tls }) => ({
        code: 'tls.client-certificate',
        place: { hop, layer: 'tls' },
        host,
        expected: 'a handshake without a request for a client certificate',
        found: `the server ${tls.handshake.kind === 'failed' || !asksForCertificate(tls) ? 'insists on' : 'asks for'} a client certificate`,
        steps: [
          'nginx:   ssl_verify_client off;',
          'Apache:  SSLVerifyClient none',
          'IIS:     SSL settings → Client certificates: Ignore',
        ],
      })),
};

/** With TLS 1.3 the request is hidden, but not the alert that follows (RFC 8446, section 6.2). */
function insists({ replays }: DiagnosisInput, { host }: Waypoint & { tls: TlsFacts }): boolean {
  return replays.some(({ steps }) =>
    steps.some(({ url, exchange: { outcome } }) => {
      if (url.hostname !== host.host || outcome.kind !== 'failure') return false;
      return outcome.detail.includes('CERTIFICATE_REQUIRED');
    }),
  );
}

/** Whether the classic handshake could not be read, so that a request may be hidden. */
export function requestMayBeHidden(tls: TlsFacts): boolean {
  return observedValue(tls.classic) === undefined;
}
