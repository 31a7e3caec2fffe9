import { decide } from '../discovery/decide';
import type { Discovered } from '../discovery/interpret';
import type { ResolvedAnswer, ResolvedPolicy } from '../discovery/policy';
import { parseQuery } from '../discovery/query';
import type { Finding } from '../doctor/finding';
import { printable } from '../doctor/printable';
import { definitionOf, type ProblemCode } from '../problems';
import { type UrlVariants, urlVariants } from '../registration/url-verdict';
import type { Result } from '../result';
import type { Sight } from './standing';

/** How a fallback URL stands that was followed as devices would: each way must end as the policy says. */
export function judgeFallback(url: string, policy: ResolvedPolicy, ended: UrlVariants<Result<Discovered>>): Sight {
  const variants = urlVariants(url);
  const declared = (variant: string) => decide(policy, parseQuery(new URL(variant).search.slice(1))).answer;
  const findings = [
    findingOf(url, declared(variants.withParameters), ended.withParameters, 'with its query'),
    findingOf(url, declared(variants.without), ended.without, 'without its query'),
  ].flatMap((finding) => finding ?? []);
  const [first] = findings;
  return {
    word: first ? 'stuck' : 'serving',
    sentence: first ? `The fallback fails: ${first.found}` : 'The fallback answers as declared',
    devices: [],
    findings,
    unchecked: [],
  };
}

function findingOf(url: string, answer: ResolvedAnswer, ended: Result<Discovered>, how: string): Finding | undefined {
  if (isAsDeclared(answer, ended)) return undefined;
  const code: ProblemCode = ended.ok ? 'policy.other-answer' : ended.problem.code;
  const found = ended.ok ? `enrollment at ${new URL(ended.value.baseUrl).host}` : ended.problem.message;
  const { title, meaning, remedy } = definitionOf(code);
  return {
    code,
    severity: 'error',
    title,
    host: new URL(url).hostname,
    expected: `${WANTED[answer.kind]}, ${how}`,
    found: printable(found),
    meaning,
    remedy,
    steps: [],
    devices: [],
    source: "the tenant's file",
    folded: [],
  };
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
      return !ended.ok && ended.problem.code === 'response.status';
    default:
      return ended.ok;
  }
}
