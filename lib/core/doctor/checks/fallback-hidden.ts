import { APPLE_FALLBACK_HOST } from '../../discovery/device';
import { interpretResponse } from '../../discovery/interpret';
import type { Check } from '../check';
import { observedValue } from '../facts';
import { bodyBytes } from '../replay';
import type { Scene, Travel } from '../scene';
import { stepsFor } from './policy';

/** Does the domain answer 200 where only a failure would let the device go on to Apple? */
export const fallbackHiddenCheck: Check = {
  codes: ['fallback.hidden'],
  look: (scene) =>
    scene.travels
      .filter((travel) => hides(scene, travel))
      .map((travel) => ({
        code: 'fallback.hidden',
        place: { hop: 0, layer: 'answer' },
        host: scene.facts.domain,
        device: travel.name,
        expected: 'a true 404, so that devices go on to Apple',
        found: `status ${travel.steps[0]?.response?.status ?? 0}`,
        steps: stepsFor(scene),
      })),
};

function hides(scene: Scene, travel: Travel): boolean {
  const response = travel.steps[0]?.response;
  if (!response) return false;
  if (travel.expected?.kind === 'absent') return response.status < 400;
  const usable = travel.outcome.ok;
  return !usable && travel.steps.length === 1 && response.status === 200 && appleHasAnswer(scene);
}

/** Whether Apple leads somewhere, as far as it was asked. */
export function appleHasAnswer({ facts }: Scene): boolean {
  const exchanges = observedValue(facts.apple) ?? [];
  if (!exchanges.some(({ url }) => new URL(url).hostname === APPLE_FALLBACK_HOST)) return false;
  return exchanges.some(({ outcome }) => {
    if (outcome.kind !== 'response') return false;
    const { status, headers } = outcome;
    return interpretResponse({ status, headers, body: bodyBytes(outcome) }).ok;
  });
}
