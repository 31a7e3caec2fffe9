import type { ResolvedAnswer, ResolvedPolicy, When } from './policy';

/** A policy in words, one phrase per rule: `Mac → mac1.macs.example`, `25 % → …`, `others → …`. */
export function describePolicy(policy: ResolvedPolicy): readonly string[] {
  const otherwise = describeAnswer(policy.otherwise);
  if (policy.rules.length === 0) return [otherwise];
  return [
    ...policy.rules.map(({ when, answer }) => `${describeWhen(when)} ${describeAnswer(answer)}`),
    `others ${otherwise}`,
  ];
}

export function describeAnswer(answer: ResolvedAnswer): string {
  switch (answer.kind) {
    case 'redirect':
      return `→ ${new URL(answer.url).host}`;
    case 'serve':
      return `${answer.version} at ${new URL(answer.baseUrl).host}`;
    case 'refuse':
      return 'refused';
    case 'absent':
      return '404';
  }
}

function describeWhen({ families, share }: When): string {
  const parts = [families?.join(', '), share === undefined ? undefined : `${share} %`];
  return parts.filter((part) => part !== undefined).join(', ');
}
