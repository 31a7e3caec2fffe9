import { describeAnswer } from '../../discovery/describe-policy';
import type { Family } from '../../discovery/family';
import { percentEncode } from '../../discovery/percent';
import type { ResolvedAnswer } from '../../discovery/policy';
import { render } from '../../discovery/render';
import { shortHash } from '../../discovery/share';
import { FAMILY_PARAMETER, WELL_KNOWN_PATH } from '../../discovery/well-known';
import type { FollowedPolicy } from './followed-policy';

/** The path as a regular expression, without anchors. */
export const PATH_PATTERN = WELL_KNOWN_PATH.replaceAll('.', '\\.');

/** Headers of every answer, since it depends on the device and person. */
export const FIXED_HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' } as const;

/** A regular expression (without lookaround) for raw queries of these families. */
export function familyPattern(families: readonly Family[]): string {
  return `(^|&)${FAMILY_PARAMETER}=(${families.join('|')})(&|$)`;
}

/**
 * The JSON body of an answer, in characters without a special meaning in any configuration language: inside strings,
 * everything but letters, digits and the punctuation of URLs is written as `\uXXXX`.
 */
export function plainBody(answer: ResolvedAnswer): string {
  const { body } = render(answer, { method: 'GET', rawQuery: '' });
  return plainJson(JSON.parse(body));
}

function plainJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plainJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([name, field]) => `${plainJson(name)}:${plainJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  return `"${String(value).replace(/[^\w :,./?=&+;@!*()~-]/g, escapeUnit)}"`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Name of the file that holds the body of a `serve`: two bodies that differ have different names. */
export function documentName(answer: ResolvedAnswer): string {
  const body = plainBody(answer);
  return `${answer.kind === 'serve' ? answer.version : answer.kind}-${shortHash(body)}.json`;
}

/** A URL without the characters that configuration languages read as variables, quotes or escapes. */
export function plainUrl(url: string): string {
  return percentEncode(url, /[^\x21-\x7e]|[$'"\\`{}|^<>]/gu);
}

/** The comment at the top of every snippet: its purpose, what it does, and what it cannot do. */
export function introduction(domain: string, followed: FollowedPolicy, status: string): readonly string[] {
  const rules = followed.groups.map(({ families, answer }) => `  ${families.join(', ')} ${describeAnswer(answer)}`);
  const others = followed.groups.length === 0 ? 'all devices' : 'others';
  return [
    `Apple device enrollment for ${domain}: these rules answer ${WELL_KNOWN_PATH} only.`,
    status,
    ...rules,
    `  ${others} ${describeAnswer(followed.otherwise)}`,
    ...followed.leftOut.map((words) => `LEFT OUT, since this server cannot count users: ${words}`),
    `Check it from the internet: npx signpost doctor ${domain}`,
  ];
}

/** Lines as comments. */
export function comment(prefix: string, lines: readonly string[]): string {
  return lines.map((line) => `${prefix} ${line}`).join('\n');
}

/** A short name for a domain: by default, nginx refuses variables of 47 characters or more. [observed] */
export function identifierOf(domain: string): string {
  return shortHash(domain);
}
