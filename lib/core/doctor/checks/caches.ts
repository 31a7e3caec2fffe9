import type { Check } from '../check';
import type { DiagnosisInput, Replay } from '../diagnosis-input';
import type { CheckResult } from '../finding';

/** Does a cache in between return one person's answer to another? */
export const cachesCheck: Check = {
  codes: ['cache.shared-answer', 'cache.age'],
  run: (input) => {
    const shared = sharedAnswer(input);
    return shared.length > 0 ? shared : agedAnswers(input);
  },
};

const STEPS = [
  'header at the origin:  Cache-Control: no-store',
  'cache in front:        do not cache /.well-known/com.apple.remotemanagement, or put the whole query into its key',
];

/** A redirect that carries the identifier or family of another request. */
function sharedAnswer({ replays, again, facts }: DiagnosisInput): CheckResult[] {
  const all = [...replays, ...(again ? [again] : [])];
  const mixed = all.find((replay) => answersForAnother(replay, facts.identifiers));
  const step = mixed?.steps[0];
  if (!mixed || !step) return [];
  return [
    {
      code: 'cache.shared-answer',
      place: { hop: 0, layer: 'redirect' },
      host: step.url.hostname,
      expected: 'a separate answer for each identifier and family',
      found: "one device gets the redirect that answers another's request",
      steps: STEPS,
    },
  ];
}

function answersForAnother({ steps }: Replay, identifiers: readonly string[]): boolean {
  const [first, ...targets] = steps.map(({ query }) => query);
  return targets.some(({ identifier, family }) => {
    const otherPerson =
      identifier !== undefined && identifier !== first?.identifier && identifiers.includes(identifier);
    return otherPerson || (family !== undefined && family !== first?.family);
  });
}

/** Even a cache with the right key returns old answers after a change. */
function agedAnswers({ replays }: DiagnosisInput): CheckResult[] {
  return replays.flatMap(({ name, steps }) => {
    const aged = steps.find(({ response }) => Number(response?.headers['age'] ?? 0) > 0);
    if (!aged) return [];
    return [
      {
        code: 'cache.age' as const,
        place: { hop: aged.hop, layer: 'aside' as const },
        host: aged.url.hostname,
        expected: 'Cache-Control: no-store, and no Age',
        found: 'an answer from a cache, with an Age of seconds or more',
        device: name,
        steps: STEPS,
      },
    ];
  });
}
