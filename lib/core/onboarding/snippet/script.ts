import type { ResolvedAnswer } from '../../discovery/policy';
import { FAMILY_PARAMETER, WELL_KNOWN_PATH } from '../../discovery/well-known';
import { answersOf, type FollowedPolicy, targetBeforeQuery } from './followed-policy';
import { FIXED_HEADERS, plainBody } from './text';

/**
 * The part that all JavaScript hosts share, in the subset of CloudFront Functions: `answerFor(method, query, family)` gives
 * `{ status, headers, body }`. `query` is the raw query without `?`.
 */
export function answerScript(followed: FollowedPolicy): string {
  const table = answersOf(followed).map(({ families, answer }) => ({ families, ...dataOf(answer) }));
  return `const PATH = ${quote(WELL_KNOWN_PATH)};
const HEADERS = ${JSON.stringify(lowerCase(FIXED_HEADERS))};
const ANSWERS = [
${table.map((row) => `  ${JSON.stringify(row)},`).join('\n')}
];

function answerFor(method, query, family) {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, headers: { allow: 'GET, HEAD' }, body: '' };
  const answer = ANSWERS.find((each) => !each.families || each.families.includes(family));
  const headers = Object.assign({}, HEADERS);
  if (answer.body !== undefined) headers['content-type'] = 'application/json';
  if (answer.location !== undefined) headers.location = query === '' ? answer.location : answer.before + query;
  return { status: answer.status, headers: headers, body: method === 'HEAD' ? '' : answer.body || '' };
}`;
}

/** The family in a raw query, for hosts that pass a URL. */
export const FAMILY_OF_QUERY = `function familyOf(query) {
  const match = /(?:^|&)${FAMILY_PARAMETER}=([^&]*)/.exec(query);
  return match ? match[1] : undefined;
}`;

function dataOf(answer: ResolvedAnswer): Readonly<Record<string, string | number>> {
  switch (answer.kind) {
    case 'redirect':
      return { status: 302, location: answer.url, before: targetBeforeQuery(answer.url) };
    case 'serve':
      return { status: 200, body: plainBody(answer) };
    case 'refuse':
      return { status: 403, body: plainBody(answer) };
    case 'absent':
      return { status: 404 };
  }
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function quote(text: string): string {
  return `'${text}'`;
}
