import { observedValue } from '../../observation';
import type { Check } from '../check';
import type { HostFacts, ServiceBinding } from '../facts';
import { quoted } from '../printable';

/** Does the HTTPS record (RFC 9460) match the addresses? Apple's devices follow it. [observed] */
export const serviceBindingCheck: Check = {
  codes: ['dns.service-binding'],
  run: ({ domain }) => {
    const bindings = observedValue(domain.serviceBindings) ?? [];
    const fault = bindings.map((binding) => faultOf(domain, binding)).find((each) => each !== undefined);
    if (fault === undefined) return [];
    return [
      {
        code: 'dns.service-binding',
        place: { hop: 0, layer: 'aside' },
        host: domain.host,
        expected: 'an HTTPS record that matches the A and AAAA records, or none',
        found: fault,
        steps: [`dig ${domain.host} HTTPS`, `correct or remove:  ${domain.host}.  HTTPS`],
      },
    ];
  },
};

function faultOf(
  host: HostFacts,
  { priority, target, port, ipv4Hints, ipv6Hints }: ServiceBinding,
): string | undefined {
  // Content networks use AliasMode (priority 0) at the apex, and maintain its target themselves.
  if (priority === 0) return undefined;
  if (port !== undefined && port !== 443) return `port ${port}`;
  if (target !== '.' && target !== host.host) return undefined;
  const stray =
    strayHint(ipv4Hints, observedValue(host.a)?.records) ?? strayHint(ipv6Hints, observedValue(host.aaaa)?.records);
  return stray === undefined ? undefined : `the address hint ${quoted(stray)}, which no A or AAAA record has`;
}

function strayHint(hints: readonly string[], records: readonly string[] | undefined): string | undefined {
  if (!records) return undefined;
  return hints.find((hint) => !records.some((record) => sameAddress(record, hint)));
}

function sameAddress(one: string, other: string): boolean {
  return normal(one) === normal(other);
}

function normal(address: string): string {
  return address.includes(':') ? new URL(`https://[${address}]`).hostname : address;
}
