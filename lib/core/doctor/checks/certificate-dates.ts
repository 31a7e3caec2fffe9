import type { Check } from '../check';
import type { CheckResult } from '../finding';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Automatic renewals come 30 days before the end or earlier; a later one needs a person's attention. */
const SOON_DAYS = 14;

/** Is every certificate that was sent valid at the time of the observation? */
export const certificateDatesCheck: Check = {
  codes: ['tls.expired', 'tls.not-yet-valid', 'tls.expires-soon'],
  run: (input) => {
    const now = Date.parse(input.facts.observedAt);
    return input.tlsWaypoints.flatMap(({ host, hop, tls }): CheckResult[] => {
      const at = { place: { hop, layer: 'tls' }, host: host.host } as const;
      const wanted = `a certificate that is valid on ${day(input.facts.observedAt)}`;
      const expired = tls.chain.find(({ notAfter }) => Date.parse(notAfter) < now);
      const early = tls.chain.find(({ notBefore }) => Date.parse(notBefore) > now);
      const run = [
        `openssl s_client -connect ${host.host}:443 -servername ${host.host} </dev/null | openssl x509 -noout -dates`,
      ];
      if (expired) {
        return [
          {
            ...at,
            code: 'tls.expired',
            expected: wanted,
            found: `it expired on ${day(expired.notAfter)}`,
            steps: run,
          },
        ];
      }
      if (early) {
        return [
          {
            ...at,
            code: 'tls.not-yet-valid',
            expected: wanted,
            found: `it is valid from ${day(early.notBefore)} on`,
            steps: run,
          },
        ];
      }
      const days = Math.floor((Date.parse(tls.chain[0]?.notAfter ?? '9999-01-01') - now) / DAY_MS);
      if (days >= SOON_DAYS) return [];
      const found = `it expires in ${days} day${days === 1 ? '' : 's'}, on ${day(tls.chain[0]?.notAfter ?? '')}`;
      return [
        {
          ...at,
          code: 'tls.expires-soon',
          expected: `a certificate renewed at least ${SOON_DAYS} days before it expires`,
          found,
          steps: run,
        },
      ];
    });
  },
};

function day(date: string): string {
  return date.slice(0, 10);
}
