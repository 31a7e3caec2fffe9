import type { Check } from '../check';
import { type Exchange, observedValue, type Probe } from '../facts';
import type { Sighting } from '../finding';
import { printable } from '../printable';
import { bodyText } from '../replay';
import type { Scene, Travel } from '../scene';

const CODES: readonly (readonly [Probe, Sighting['code']])[] = [
  ['trailing-dot', 'file.trailing-dot'],
  ['trailing-slash', 'file.trailing-slash'],
  ['json-suffix', 'file.json-suffix'],
  ['misspelt', 'file.misspelt'],
  ['on-www', 'file.on-www'],
];

/** Where the domain has no document: does it lie beside the place where devices look? */
export const misplacedFileCheck: Check = {
  codes: CODES.map(([, code]) => code),
  look: (scene) => {
    const missed = scene.travels.filter(missesDocument);
    if (missed.length === 0 || isDocument(observedValue(scene.facts.probes.random))) return [];
    const found = CODES.flatMap(([name, code]) => {
      const exchange = observedValue(scene.facts.probes[name]);
      return isDocument(exchange) ? [{ code, exchange }] : [];
    })[0];
    return found ? missed.map(({ name }) => ({ ...describe(scene, found.code, found.exchange), device: name })) : [];
  },
};

function describe({ facts }: Scene, code: Sighting['code'], exchange: Exchange | undefined): Sighting {
  return {
    code,
    place: { hop: 0, layer: 'answer' },
    host: facts.domain,
    expected: `the document at https://${facts.domain}/.well-known/com.apple.remotemanagement`,
    found: `there is none, but one at ${printable(exchange?.url ?? '', 120)}`,
  };
}

/** The domain itself answers, and not with a document. */
function missesDocument(travel: Travel): boolean {
  const [only, ...more] = travel.steps;
  return more.length === 0 && only?.response !== undefined && !travel.outcome.ok && !isDocument(only.exchange);
}

/** Whether the body is a discovery document, whatever its type. */
function isDocument(exchange: Exchange | undefined): boolean {
  if (exchange?.outcome.kind !== 'response' || exchange.outcome.status !== 200) return false;
  try {
    const document: unknown = JSON.parse(bodyText(exchange.outcome));
    return typeof document === 'object' && document !== null && 'Servers' in document;
  } catch {
    return false;
  }
}
