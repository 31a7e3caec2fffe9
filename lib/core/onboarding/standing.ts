import { murmur3 } from '../discovery/share';
import type { Diagnosis } from '../doctor/diagnose';
import type { Finding } from '../doctor/finding';

/** How a domain stands. "Could not check" is no standing: it leaves the last one as it was. */
export type StandingWord = 'serving' | 'in-progress' | 'stuck';

/** The last result of scheduled looks at a domain, as it is stored. Times are ISO 8601. */
export interface Standing {
  readonly word: StandingWord;
  readonly since: string;
  /** The last look that saw something. */
  readonly checkedAt: string;
  /** Since when looks see nothing; missing where the last one did. */
  readonly blindSince?: string;
  /** What blocks, the first one first; empty where nothing does. */
  readonly findings: readonly Pick<Finding, 'code' | 'title' | 'found' | 'remedy'>[];
}

/** A change of standing: an event, and a message where a person must know. */
export interface Transition {
  readonly from: StandingWord;
  readonly to: StandingWord;
  readonly at: string;
  readonly message?: { readonly subject: string; readonly body: string };
}

export interface Judged {
  readonly standing: Standing | undefined;
  readonly transition?: Transition;
}

/** What a look makes of the last standing. A first look makes one without a transition; a blind one never demotes. */
export function judgeLook(before: Standing | undefined, { domain, verdict, findings }: Diagnosis, at: string): Judged {
  const { rollUp } = verdict;
  if (rollUp === 'unknown') return { standing: before && { ...before, blindSince: before.blindSince ?? at } };
  const errors = findings.filter(({ severity }) => severity === 'error');
  const standing: Standing = {
    word: rollUp,
    since: before?.word === rollUp ? before.since : at,
    checkedAt: at,
    findings: errors.map(({ code, title, found, remedy }) => ({ code, title, found, remedy })),
  };
  if (!before || before.word === rollUp) return { standing };
  const transition = { from: before.word, to: rollUp, at };
  const message = describeTransition(domain, transition, standing);
  return { standing, transition: message ? { ...transition, message } : transition };
}

/** People are told that a domain has stopped, and that it is well again; how far a new one has come they look up. */
function describeTransition(
  domain: string,
  { from, to, at }: Omit<Transition, 'message'>,
  { findings }: Standing,
): Transition['message'] {
  if (to === 'serving' && from === 'stuck')
    return {
      subject: `Signpost: ${domain} serves again`,
      body: `Devices of ${domain} find their MDM again since ${at}.`,
    };
  if (from !== 'serving') return undefined;
  const [first] = findings;
  const cause = first ? `${first.title}: ${first.found}\nRemedy: ${first.remedy}` : 'Nothing answers any more.';
  return {
    subject: `Signpost: ${domain} does not serve any more`,
    body: `Devices of ${domain} do not find their MDM since ${at}.\n${cause}\nLook closer: npx signpost doctor ${domain}`,
  };
}

/**
 * When a domain is to be looked at next: each at its own moment of the period, which its name alone decides, so that
 * looks are spread evenly and a run that was cut short is resumed by the next one.
 */
export function nextLook(domain: string, after: Date, periodMinutes: number): Date {
  const period = periodMinutes * 60_000;
  const offset = murmur3(new TextEncoder().encode(domain)) % period;
  const rounds = Math.floor((after.getTime() - offset) / period) + 1;
  return new Date(offset + rounds * period);
}

/** The domains whose time has come, the longest overdue first, so many that one run gets through them. */
export function dueLooks<T extends { readonly nextLook: string }>(
  looks: readonly T[],
  now: Date,
  limit: number,
): readonly T[] {
  return looks
    .filter((look) => new Date(look.nextLook).getTime() <= now.getTime())
    .sort((a, b) => new Date(a.nextLook).getTime() - new Date(b.nextLook).getTime())
    .slice(0, limit);
}
