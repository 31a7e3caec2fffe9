import { observedValue } from '../../observation';
import type { Check } from '../check';
import type { TlsFacts } from '../facts';
import type { CheckResult } from '../finding';
import { quoted } from '../printable';

/** Can a device and the server agree on a version and a cipher? */
export const tlsHandshakeCheck: Check = {
  codes: ['network.timeout', 'tls.not-tls', 'tls.outdated-version', 'tls.handshake-failed'],
  run: (input) =>
    input.tlsWaypoints.flatMap(({ host: { host }, hop, tls }) => {
      if (tls.handshake.kind === 'done' || asksForCertificate(tls)) return [];
      return [{ place: { hop, layer: 'tls' }, host, ...describe(tls, tls.handshake.code, host) }];
    }),
};

function describe(
  tls: TlsFacts,
  code: string,
  host: string,
): Pick<CheckResult, 'code' | 'expected' | 'found' | 'steps'> {
  const expected = 'TLS 1.2 or 1.3';
  const steps = [`openssl s_client -connect ${host}:443 -servername ${host} </dev/null`];
  if (tls.spoke !== undefined) {
    return {
      code: 'tls.not-tls',
      expected,
      found: `the server says ${quoted(tls.spoke.trimEnd(), 60)} on port 443`,
      steps,
    };
  }
  if (code === 'ETIMEDOUT') {
    return {
      code: 'network.timeout',
      expected,
      found: 'the connection opens, but the handshake does not complete',
      steps,
    };
  }
  const version = observedValue(tls.outdatedVersion);
  if (version !== undefined) {
    return { code: 'tls.outdated-version', expected, found: `${version} at best`, steps };
  }
  return {
    code: 'tls.handshake-failed',
    expected: `a TLS handshake for ${host}`,
    found: `it ends with ${quoted(code)}`,
    steps,
  };
}

/** Whether the server requires a client certificate, and so breaks off without one; another check reports it. */
export function asksForCertificate({ classic }: TlsFacts): boolean {
  return observedValue(classic)?.asksForClientCertificate === true;
}
