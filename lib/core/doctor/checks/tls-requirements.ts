import { observedValue } from '../../observation';
import type { Check } from '../check';
import type { CheckResult } from '../finding';

/**
 * Is the server ready for the OS 27 releases, which require ECDHE with AEAD, and the extended master secret on TLS 1.2?
 * [documented: support.apple.com/126655] TLS 1.3 has both.
 */
export const tlsRequirementsCheck: Check = {
  codes: ['tls.old-cipher', 'tls.no-extended-master-secret'],
  run: (input) =>
    input.tlsWaypoints.flatMap(({ host: { host }, hop, tls }): CheckResult[] => {
      const classic = observedValue(tls.classic);
      if (!classic || tls.handshake.kind !== 'done' || tls.handshake.protocol === 'TLSv1.3') return [];
      const at = { place: { hop, layer: 'aside' }, host } as const;
      if (!classic.modernCipher) {
        return [
          {
            ...at,
            code: 'tls.old-cipher',
            expected: 'TLS 1.3, or an ECDHE cipher with AES-GCM or ChaCha20-Poly1305 on TLS 1.2',
            found: classic.cipher,
            steps: [
              'nginx:   ssl_protocols TLSv1.2 TLSv1.3;  ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;',
              'Apache:  SSLCipherSuite ECDHE+AESGCM:ECDHE+CHACHA20',
            ],
          },
        ];
      }
      if (classic.extendedMasterSecret) return [];
      return [
        {
          ...at,
          code: 'tls.no-extended-master-secret',
          expected: 'TLS 1.3, or TLS 1.2 with the extended master secret (RFC 7627)',
          found: 'TLS 1.2 without it',
          steps: [`openssl s_client -connect ${host}:443 -servername ${host} -tls1_2 </dev/null | grep -i extended`],
        },
      ];
    }),
};
