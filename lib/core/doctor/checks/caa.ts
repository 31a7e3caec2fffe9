import { observedValue } from '../../observation';
import { AMAZON_ISSUERS, allowedIssuers } from '../caa-records';
import type { Check } from '../check';
import { listed, quoted } from '../printable';
import { serverCertificate } from './certificates';

/** What certificate authorities call themselves in CAA records, by the organisation in their certificates. */
const AUTHORITIES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^amazon/i, AMAZON_ISSUERS],
  [/^let'?s encrypt/i, ['letsencrypt.org']],
  [/^google trust/i, ['pki.goog']],
  [
    /^digicert/i,
    [
      'digicert.com',
      'www.digicert.com',
      'digicert.ne.jp',
      'cybertrust.ne.jp',
      'symantec.com',
      'geotrust.com',
      'rapidssl.com',
      'thawte.com',
    ],
  ],
  [/^(sectigo|zerossl|comodo)/i, ['sectigo.com', 'comodoca.com', 'usertrust.com', 'trust-provider.com', 'zerossl.com']],
  [/^globalsign/i, ['globalsign.com']],
  [/^godaddy|^starfield/i, ['godaddy.com', 'starfieldtech.com']],
];

/** May the issuing authority (Amazon for a front, else the current one) issue again (RFC 8659)? */
export const caaCheck: Check = {
  codes: ['dns.caa-forbids'],
  run: (input) => {
    const caa = observedValue(input.facts.delegation.caa);
    if (!caa) return [];
    const wanted =
      input.facts.tenant?.kind === 'front'
        ? AMAZON_ISSUERS
        : currentAuthority(serverCertificate(input.domain)?.issuerOrganisation);
    const allowed = allowedIssuers(caa.records);
    const forbids = allowed && (wanted ? !wanted.some((name) => allowed.includes(name)) : allowed.length === 0);
    if (!forbids) return [];
    const issuer = wanted?.[0] ?? 'the certificate authority';
    return [
      {
        code: 'dns.caa-forbids',
        place: { hop: 0, layer: 'aside' },
        host: input.facts.domain,
        expected: `a CAA record that allows ${issuer}`,
        found:
          allowed.length === 0
            ? `CAA at ${caa.name} allows no authority`
            : `CAA at ${caa.name} allows only ${listed(allowed.map((name) => quoted(name)))}`,
        steps: [`${caa.name}.  CAA  0 issue "${issuer}"`],
      },
    ];
  },
};

function currentAuthority(organisation: string | undefined): readonly string[] | undefined {
  return AUTHORITIES.find(([pattern]) => organisation !== undefined && pattern.test(organisation))?.[1];
}
