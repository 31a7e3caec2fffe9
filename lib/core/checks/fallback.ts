import { decide } from '../discovery/decide';
import { type Discovered, isOtherStatus } from '../discovery/interpret';
import type { ResolvedAnswer, ResolvedPolicy } from '../discovery/policy';
import { parseQuery } from '../discovery/query';
import type { Finding } from '../doctor/finding';
import { printable } from '../doctor/printable';
import { definitionOf, type Problem, type ProblemCode } from '../problems';
import { type UrlVariants, urlVariants } from '../registration/url-verdict';
import type { Result } from '../result';
import type { Sight } from './status';

/** The status of a fallback URL that was followed as devices would: each way must end as the policy declares. */
export function judgeFallback(url: string, policy: ResolvedPolicy, ended: UrlVariants<Result<Discovered>>): Sight {
  const variants = urlVariants(url);
  const declared = (variant: string) => decide(policy, parseQuery(new URL(variant).search.slice(1))).answer;
  const withQuery = faultOf(declared(variants.withParameters), ended.withParameters);
  const without = faultOf(declared(variants.without), ended.without);
  // Without its query this URL leads to no MDM, and Apple does not document whether it keeps the query.
  const needsQuery = without && !withQuery && ended.withParameters.ok;
  const findings = [
    ...(withQuery ? [findingOf(url, withQuery)] : []),
    ...(without && without.found !== withQuery?.found
      ? [findingOf(url, needsQuery ? { ...without, code: 'adde.url-needs-query' } : without)]
      : []),
  ];
  const [first] = findings;
  return {
    word: first ? 'stuck' : 'serving',
    sentence: first ? `The fallback fails: ${first.found}` : whereItEnds(ended.withParameters),
    devices: [],
    findings,
    unchecked: [],
  };
}

function whereItEnds(ended: Result<Discovered>): string {
  if (!ended.ok) return "A device that comes by Apple's fallback gets the declared answer, which is no MDM";
  const { enrollment, baseUrl } = ended.value;
  const place = printable(new URL(baseUrl).host, 80);
  return `A device that comes by Apple's fallback enrolls (${enrollment.toUpperCase()}) at ${place}`;
}

interface Fault {
  readonly code: ProblemCode;
  readonly expected: string;
  readonly found: string;
}

/** How an end differs from what is declared, if it does. */
function faultOf(answer: ResolvedAnswer, ended: Result<Discovered>): Fault | undefined {
  if (isAsDeclared(answer, ended)) return undefined;
  const expected = WANTED[answer.kind];
  if (!ended.ok) return { code: ended.problem.code, expected, found: foundOf(ended.problem) };
  return { code: 'policy.other-answer', expected, found: `enrollment at ${new URL(ended.value.baseUrl).host}` };
}

/** The message of a status wants a document, which is not what every policy declares. */
function foundOf(ended: Problem): string {
  return isOtherStatus(ended) ? `status ${ended.status}` : ended.message;
}

function findingOf(url: string, { code, expected, found }: Fault): Finding {
  const { title, meaning, remedy } = definitionOf(code);
  const host = new URL(url).hostname;
  const source = "the tenant's file";
  const about = { severity: 'error', host, source, steps: [], devices: [], folded: [] } as const;
  return { ...about, code, title, expected, found: printable(found), meaning, remedy };
}

const WANTED: Readonly<Record<ResolvedAnswer['kind'], string>> = {
  redirect: 'a way to a discovery document',
  serve: 'a discovery document',
  refuse: "Apple's refusal",
  absent: 'a true 404',
};

function isAsDeclared({ kind }: ResolvedAnswer, ended: Result<Discovered>): boolean {
  switch (kind) {
    case 'refuse':
      return !ended.ok && ended.problem.code === 'response.refused';
    case 'absent':
      return !ended.ok && isOtherStatus(ended.problem) && ended.problem.status === 404;
    default:
      return ended.ok;
  }
}
