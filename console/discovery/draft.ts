import type { DiscoveryView, OverrideRequest } from '../../lib/contract/api/schemas';
import type { Family } from '../../lib/core/discovery/family';
import type { Answer, When } from '../../lib/core/discovery/policy';

/** The draft of an answer: every field is a text, whether the kind needs it or not. */
export interface AnswerDraft {
  readonly kind: Answer['kind'];
  readonly cluster: string;
  readonly path: string;
  readonly enrollment: 'byod' | 'adde';
  readonly message: string;
  readonly description: string;
}

export interface RuleDraft {
  readonly id: number;
  readonly families: readonly Family[];
  readonly share: string;
  readonly answer: AnswerDraft;
}

/** The draft of an override. */
export interface OverrideDraft {
  /** The salt of shares: another one moves users who were moved already. The API's default when left out. */
  readonly salt?: string;
  readonly rules: readonly RuleDraft[];
  readonly otherwise: AnswerDraft;
  readonly why: string;
  readonly end: End;
}

/** Hours from now, or the unchanged time in milliseconds since the epoch. */
export type End = { readonly hours: number } | { readonly until: number };

export const HOUR_CHOICES: readonly { readonly hours: number; readonly text: string }[] = [
  { hours: 1, text: '1 hour' },
  { hours: 4, text: '4 hours' },
  { hours: 24, text: '1 day' },
  { hours: 7 * 24, text: '7 days' },
  { hours: 30 * 24, text: '30 days' },
];

const MILLISECONDS_PER_HOUR = 3_600_000;
/** The longest choice must still be within the limit when the request arrives, by the server's clock. */
const MARGIN_MILLISECONDS = 60_000;

const NEW_ANSWER: AnswerDraft = {
  kind: 'redirect',
  cluster: '',
  path: '',
  enrollment: 'byod',
  message: '',
  description: '',
};

export const NEW_DRAFT: OverrideDraft = { rules: [], otherwise: NEW_ANSWER, why: '', end: { hours: 4 } };

export function newRule(id: number): RuleDraft {
  return { id, families: [], share: '', answer: NEW_ANSWER };
}

/** When an override that is put in force now would end; milliseconds since the epoch. */
export function endOf(end: End, now: number): number {
  return 'until' in end ? end.until : now + end.hours * MILLISECONDS_PER_HOUR - MARGIN_MILLISECONDS;
}

/** The request for a draft; the API reports what is missing or wrong in it. */
export function requestOf(draft: OverrideDraft, now: number): OverrideRequest {
  const rules = draft.rules.map(({ families, share, answer }) => ({
    when: whenOf(families, share),
    answer: answerOf(answer),
  }));
  return {
    policy: { ...(draft.salt === undefined ? {} : { salt: draft.salt }), rules, otherwise: answerOf(draft.otherwise) },
    why: draft.why.trim(),
    until: new Date(endOf(draft.end, now)).toISOString(),
  };
}

function whenOf(families: readonly Family[], share: string): { families?: Family[]; share?: number } & When {
  return {
    ...(families.length === 0 ? {} : { families: [...families] }),
    ...(share.trim() === '' ? {} : { share: Number(share) }),
  };
}

function answerOf({ kind, cluster, path, enrollment, message, description }: AnswerDraft): Answer {
  switch (kind) {
    case 'redirect':
      return path.trim() === '' ? { kind, cluster } : { kind, cluster, path: path.trim() };
    case 'serve':
      return { kind, cluster, path: path.trim(), enrollment };
    case 'refuse':
      return description.trim() === '' ? { kind, message } : { kind, message, description };
    case 'absent':
      return { kind };
  }
}

/** A draft of the override in force with its end unchanged, or of a new one with the salt of the declared policy. */
export function draftOf({ declared, override }: Pick<DiscoveryView, 'declared' | 'override'>): OverrideDraft {
  if (!override) return { ...NEW_DRAFT, salt: declared.salt };
  const { policy, resolved, why, until } = override;
  const rules = policy.rules.map(({ when, answer }, id) => ({
    id,
    families: when.families ?? [],
    share: when.share === undefined ? '' : String(when.share),
    answer: answerDraftOf(answer),
  }));
  const end = { until: Date.parse(until) };
  return { salt: resolved.salt, rules, otherwise: answerDraftOf(policy.otherwise), why, end };
}

function answerDraftOf(answer: Answer): AnswerDraft {
  return { ...NEW_ANSWER, ...answer };
}
