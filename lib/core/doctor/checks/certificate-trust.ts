import type { Check } from '../check';
import type { TlsFacts } from '../facts';
import type { CheckResult } from '../finding';
import { quoted } from '../printable';

/** Codes of OpenSSL about validity times, which another check reports. */
const ABOUT_TIME = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];
const SELF_SIGNED_ALONE = 'DEPTH_ZERO_SELF_SIGNED_CERT';
const SELF_SIGNED_ABOVE = 'SELF_SIGNED_CERT_IN_CHAIN';

/** Does the chain, as it was sent, lead to an authority that devices trust? */
export const certificateTrustCheck: Check = {
  codes: ['tls.self-signed', 'tls.chain-incomplete', 'tls.private-authority', 'tls.issuer-unknown'],
  run: (input) =>
    input.tlsWaypoints.flatMap(({ host: { host }, hop, tls }) => {
      if (tls.trust.kind !== 'untrusted' || ABOUT_TIME.includes(tls.trust.code)) return [];
      const result = describe(tls, tls.trust.code);
      const steps = [`openssl s_client -connect ${host}:443 -servername ${host} -showcerts </dev/null`];
      return [{ place: { hop, layer: 'tls' }, host, steps, ...result }];
    }),
};

function describe(tls: TlsFacts, code: string): Pick<CheckResult, 'code' | 'expected' | 'found'> {
  const expected = 'a chain that leads to a public certificate authority';
  const [own] = tls.chain;
  const issuer = quoted(tls.chain.at(-1)?.issuer ?? 'unknown');
  if (code === SELF_SIGNED_ALONE || (own?.selfIssued && tls.chain.length === 1)) {
    return { code: 'tls.self-signed', expected, found: `the certificate signs itself (${issuer})` };
  }
  const completed = tls.completedByIssuerUrl;
  if (completed.kind === 'observed' && completed.value) {
    const found = `${count(tls.chain.length)} sent; the certificate of ${issuer} is missing, and would complete the chain`;
    return { code: 'tls.chain-incomplete', expected: 'the full chain, without the root', found };
  }
  if (code !== SELF_SIGNED_ABOVE && completed.kind === 'unknown') {
    return {
      code: 'tls.issuer-unknown',
      expected,
      found: `the issuer ${issuer} is neither sent nor known here, and ${completed.reason}`,
    };
  }
  return { code: 'tls.private-authority', expected, found: `the chain leads to ${issuer}, which devices do not trust` };
}

function count(certificates: number): string {
  return certificates === 1 ? 'one certificate was' : `${certificates} certificates were`;
}
