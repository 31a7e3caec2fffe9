import type { Check } from '../check';
import type { CertificateFacts } from '../facts';
import type { CheckResult } from '../finding';
import { quoted } from '../printable';

/** Smallest keys that Apple's devices accept, in bits. [documented: support.apple.com/103769] */
const MIN_BITS: Readonly<Record<CertificateFacts['key']['algorithm'], number>> = { rsa: 2048, ec: 256, other: 0 };
const WEAK_HASHES = ['SHA-1', 'MD5', 'MD2'];

/** Are keys and signatures strong enough for a device? A root's own signature counts for nothing. */
export const certificateStrengthCheck: Check = {
  codes: ['tls.weak-key', 'tls.weak-signature'],
  run: (input) =>
    input.tlsWaypoints.flatMap(({ host: { host }, hop, tls }): CheckResult[] => {
      const at = { place: { hop, layer: 'tls' }, host } as const;
      const weakKey = tls.chain.find(({ key }) => key.bits < MIN_BITS[key.algorithm]);
      if (weakKey) {
        const { algorithm, bits } = weakKey.key;
        const found = `${algorithm.toUpperCase()} with ${bits} bits in the certificate of ${quoted(weakKey.subject)}`;
        return [{ ...at, code: 'tls.weak-key', expected: 'RSA with 2048 bits or more, or EC with 256 or more', found }];
      }
      const weak = tls.chain.find(
        ({ signatureHash, selfIssued }) => !selfIssued && WEAK_HASHES.includes(signatureHash),
      );
      if (!weak) return [];
      const found = `${weak.signatureHash} in the certificate of ${quoted(weak.subject)}`;
      return [{ ...at, code: 'tls.weak-signature', expected: 'signatures with SHA-256 or better', found }];
    }),
};
