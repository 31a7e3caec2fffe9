import { observedValue } from '../../observation';
import type { Check } from '../check';
import type { DiagnosisInput, Waypoint } from '../diagnosis-input';
import type { HostFacts } from '../facts';
import type { CheckResult } from '../finding';
import { addressesOf } from './names';

/** Does port 443 of every host on the way accept connections? */
export const connectionCheck: Check = {
  codes: ['network.refused', 'network.timeout', 'network.plain-http-only', 'network.internal-address'],
  run: (input) =>
    input.waypoints.filter(({ role }) => role !== 'enrollment').flatMap((waypoint) => checkHost(input, waypoint)),
};

function checkHost(input: DiagnosisInput, { host, hop, role }: Waypoint): CheckResult[] {
  const place = { hop, layer: 'connection' } as const;
  const internal = internalAddress(host);
  if (internal !== undefined) {
    return [
      {
        code: 'network.internal-address',
        place,
        host: host.host,
        expected: 'a public address',
        found: internal,
        steps: [`from inside the network:  signpost doctor ${input.facts.domain} --allow-private`],
      },
    ];
  }
  const state = closedState(host);
  if (state === undefined) return [];
  const plain = role === 'domain' ? observedValue(input.facts.probes['plain-http']) : undefined;
  const found = `${addressesOf(host)} ${state === 'refused' ? 'refuses' : 'does not answer on'} port 443`;
  if (plain?.outcome.kind === 'response') {
    return [
      {
        code: 'network.plain-http-only',
        place,
        host: host.host,
        expected: 'https on port 443',
        found: `${found}; port 80 answers with status ${plain.outcome.status}`,
      },
    ];
  }
  const code = state === 'refused' ? 'network.refused' : 'network.timeout';
  return [
    {
      code,
      place,
      host: host.host,
      expected: 'a server on port 443',
      found,
      steps: [`curl -v --connect-timeout 10 https://${host.host}/`],
    },
  ];
}

/** An internal address that was not contacted, where the host has no other. */
function internalAddress({ endpoints }: HostFacts): string | undefined {
  const notAsked = endpoints.filter(({ tcp }) => tcp.kind === 'unknown' && tcp.reason.includes('not a public address'));
  return notAsked.length === endpoints.length ? notAsked[0]?.address : undefined;
}

/** Why no address accepts a connection; nothing where one does, or where none could be checked. */
function closedState({ endpoints }: HostFacts): 'refused' | 'timeout' | undefined {
  const states = endpoints.map(({ tcp }) => observedValue(tcp));
  const known = states.filter((state) => state !== undefined);
  if (known.length === 0 || known.includes('open')) return undefined;
  return known.includes('refused') ? 'refused' : 'timeout';
}
