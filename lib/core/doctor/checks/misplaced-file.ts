import { observedValue } from '../../observation';
import type { Check } from '../check';
import type { DiagnosisInput, Replay } from '../diagnosis-input';
import type { Probe, RecordedExchange } from '../facts';
import type { CheckResult } from '../finding';
import { printable } from '../printable';
import { bodyText } from '../replay';

const CODES: readonly (readonly [Probe, CheckResult['code']])[] = [
  ['trailing-dot', 'file.trailing-dot'],
  ['trailing-slash', 'file.trailing-slash'],
  ['json-suffix', 'file.json-suffix'],
  ['misspelt', 'file.misspelt'],
  ['on-www', 'file.on-www'],
];

/** Does a domain without a document have one at a similar path that devices do not ask? */
export const misplacedFileCheck: Check = {
  codes: CODES.map(([, code]) => code),
  run: (input) => {
    const missed = input.replays.filter(missesDocument);
    if (missed.length === 0 || isDocument(observedValue(input.facts.probes.random))) return [];
    const found = CODES.flatMap(([name, code]) => {
      const exchange = observedValue(input.facts.probes[name]);
      return isDocument(exchange) ? [{ code, exchange }] : [];
    })[0];
    return found ? missed.map(({ name }) => ({ ...describe(input, found.code, found.exchange), device: name })) : [];
  },
};

function describe(
  { facts }: DiagnosisInput,
  code: CheckResult['code'],
  exchange: RecordedExchange | undefined,
): CheckResult {
  return {
    code,
    place: { hop: 0, layer: 'answer' },
    host: facts.domain,
    expected: `the document at https://${facts.domain}/.well-known/com.apple.remotemanagement`,
    found: `no document there, but one at ${printable(exchange?.url ?? '', 120)}`,
  };
}

/** The domain itself answers, and not with a document. */
function missesDocument(replay: Replay): boolean {
  const [only, ...more] = replay.steps;
  return more.length === 0 && only?.response !== undefined && !replay.outcome.ok && !isDocument(only.exchange);
}

/** Whether the body is a discovery document, whatever its type. */
function isDocument(exchange: RecordedExchange | undefined): boolean {
  if (exchange?.outcome.kind !== 'response' || exchange.outcome.status !== 200) return false;
  try {
    const document: unknown = JSON.parse(bodyText(exchange.outcome));
    return typeof document === 'object' && document !== null && 'Servers' in document;
  } catch {
    return false;
  }
}
