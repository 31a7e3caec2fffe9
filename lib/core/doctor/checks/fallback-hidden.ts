import { APPLE_FALLBACK_HOST } from '../../discovery/device';
import { interpretResponse } from '../../discovery/interpret';
import { observedValue } from '../../observation';
import type { Check } from '../check';
import type { DiagnosisInput, Replay } from '../diagnosis-input';
import { bodyBytes } from '../replay';
import { stepsFor } from './policy';

/** Does the domain answer 200 where only a failure would make the device go on to Apple? */
export const fallbackHiddenCheck: Check = {
  codes: ['fallback.hidden'],
  run: (input) =>
    input.replays
      .filter((replay) => hides(input, replay))
      .map((replay) => ({
        code: 'fallback.hidden',
        place: { hop: 0, layer: 'answer' },
        host: input.facts.domain,
        device: replay.name,
        expected: 'a true 404, so that devices go on to Apple',
        found: `status ${replay.steps[0]?.response?.status ?? 0}`,
        steps: stepsFor(input),
      })),
};

function hides(input: DiagnosisInput, replay: Replay): boolean {
  const response = replay.steps[0]?.response;
  if (!response) return false;
  if (replay.expected?.kind === 'absent') return response.status < 400;
  const usable = replay.outcome.ok;
  return !usable && replay.steps.length === 1 && response.status === 200 && appleHasAnswer(input);
}

/** Whether Apple has an answer, as far as it was asked. */
function appleHasAnswer({ facts }: DiagnosisInput): boolean {
  const exchanges = observedValue(facts.apple) ?? [];
  if (!exchanges.some(({ url }) => new URL(url).hostname === APPLE_FALLBACK_HOST)) return false;
  return exchanges.some(({ outcome }) => {
    if (outcome.kind !== 'response') return false;
    const { status, headers } = outcome;
    return interpretResponse({ status, headers, body: bodyBytes(outcome) }).ok;
  });
}
