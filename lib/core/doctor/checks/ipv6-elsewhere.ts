import { observedValue } from '../../observation';
import type { Check } from '../check';
import type { EndpointFacts, HostFacts } from '../facts';
import type { CheckResult } from '../finding';
import { covers } from './certificates';

/** Do IPv6 and IPv4 lead to the same server? Devices take whichever connects first (RFC 8305). */
export const ipv6ElsewhereCheck: Check = {
  codes: ['dns.ipv6-elsewhere'],
  run: ({ domain }) => {
    const four = domain.endpoints.find(({ family, tcp }) => family === 4 && observedValue(tcp) === 'open');
    const six = domain.endpoints.find(({ family }) => family === 6);
    const difference = four && six ? differenceOf(domain, four, six) : undefined;
    if (!four || !six || difference === undefined) return [];
    const result: CheckResult = {
      code: 'dns.ipv6-elsewhere',
      place: { hop: 0, layer: 'names' },
      host: domain.host,
      expected: `the same answer from ${six.address} (AAAA) as from ${four.address} (A)`,
      found: difference,
      steps: [
        `curl -6 -sI https://${domain.host}/.well-known/com.apple.remotemanagement`,
        `correct or remove:  ${domain.host}.  AAAA  ${six.address}`,
      ],
    };
    return [result];
  },
};

function differenceOf({ host }: HostFacts, four: EndpointFacts, six: EndpointFacts): string | undefined {
  const tcp = observedValue(six.tcp);
  if (tcp === undefined) return undefined;
  if (tcp !== 'open') return `IPv6 ${tcp === 'refused' ? 'refuses the connection' : 'does not answer'}`;
  const [tlsFour, tlsSix] = [observedValue(four.tls), observedValue(six.tls)];
  if (tlsFour?.handshake.kind === 'done' && tlsSix?.handshake.kind === 'failed')
    return 'the TLS handshake fails over IPv6';
  const names = (endpoint: typeof tlsSix) => endpoint?.chain[0]?.names.some((name) => covers(name, host));
  if (names(tlsFour) === true && names(tlsSix) === false) return 'the certificate sent over IPv6 names another host';
  const [answerFour, answerSix] = [describeAnswer(four), describeAnswer(six)];
  if (answerFour === undefined || answerSix === undefined || answerFour === answerSix) return undefined;
  return `IPv6 answers ${answerSix}, IPv4 ${answerFour}`;
}

/** By what two servers differ: the status, and where it sends people. */
function describeAnswer({ answer }: EndpointFacts): string | undefined {
  const outcome = observedValue(answer)?.outcome;
  if (outcome?.kind !== 'response') return undefined;
  const location = outcome.headers['location'];
  const target =
    location !== undefined && URL.canParse(location, 'https://relative.invalid')
      ? new URL(location, 'https://relative.invalid')
      : undefined;
  return `with status ${outcome.status}${target ? ` to ${target.host}` : ''}`;
}
