import type { Check } from '../check';
import type { CertificateFacts } from '../facts';
import { listed, quoted } from '../printable';
import { covers } from './certificates';

/** Does the certificate name exactly the host that was asked? */
export const certificateNameCheck: Check = {
  codes: ['tls.other-name', 'tls.wildcard-apex'],
  run: (input) =>
    input.tlsWaypoints.flatMap(({ host: { host }, hop, tls }) => {
      const certificate = tls.chain[0];
      if (!certificate || certificate.names.some((name) => covers(name, host))) return [];
      const wildcard = certificate.names.some((name) => name.toLowerCase() === `*.${host}`);
      return [
        {
          code: wildcard ? 'tls.wildcard-apex' : 'tls.other-name',
          place: { hop, layer: 'tls' },
          host,
          expected: `a certificate that names ${host}`,
          found: `it names ${describeNames(certificate)}`,
          steps: [
            `openssl s_client -connect ${host}:443 -servername ${host} </dev/null | openssl x509 -noout -ext subjectAltName`,
          ],
        },
      ];
    }),
};

function describeNames({ names }: CertificateFacts): string {
  if (names.length === 0) return 'no host in its subject alternative name';
  const shown = names.slice(0, 3).map((name) => quoted(name, 60));
  return names.length > 3 ? `${shown.join(', ')} and ${names.length - 3} more` : listed(shown);
}
