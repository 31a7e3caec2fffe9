import type { ResolvedAnswer } from '../../discovery/policy';
import { FAMILY_PARAMETER } from '../../discovery/well-known';
import { type FamilyGroup, type FollowedPolicy, targetBeforeQuery } from './followed-policy';
import type { SnippetServer } from './server';
import { comment, FIXED_HEADERS, introduction, PATH_PATTERN, plainBody, plainUrl } from './text';

/** Caddy 2: `{query}` is the raw query. Its plain path matcher would ignore case. */
export const caddy: SnippetServer = {
  title: 'Caddy',
  provenOn: 'Caddy 2.6',
  write: (domain, followed, status) => [
    {
      where: `inside the site block of ${domain}`,
      text: [comment('#', introduction(domain, followed, status)), ...route(followed)].join('\n'),
    },
  ],
};

function route({ groups, otherwise }: FollowedPolicy): string[] {
  const matcher = ({ families }: FamilyGroup, index: number) =>
    `@signpost_${index + 1} query ${families.map((family) => `${FAMILY_PARAMETER}=${family}`).join(' ')}`;
  return [
    `@signpost path_regexp ^${PATH_PATTERN}$`,
    'route @signpost {',
    ...[
      ...Object.entries(FIXED_HEADERS).map(([name, value]) => `header ${name} ${value}`),
      '@signpost_method not method GET HEAD',
      'respond @signpost_method 405',
      ...mapOf('signpost_query', '?'),
      ...mapOf('signpost_more', '&'),
      ...groups.flatMap((group, index) => [matcher(group, index), ...reply(group.answer, `@signpost_${index + 1}`)]),
      ...reply(otherwise, '*'),
    ].map((line) => `\t${line}`),
    '}',
  ];
}

/** The request's query behind a mark; nothing for a request without one. */
function mapOf(name: string, mark: string): string[] {
  return [`map {query} {${name}} {`, `\t"~^(.+)$" "${mark}\${1}"`, '\tdefault ""', '}'];
}

function reply(answer: ResolvedAnswer, matcher: string): string[] {
  switch (answer.kind) {
    case 'redirect': {
      const url = plainUrl(answer.url);
      const own = targetBeforeQuery(url).endsWith('&');
      return [`redir ${matcher} "${url}{${own ? 'signpost_more' : 'signpost_query'}}" 302`];
    }
    case 'serve':
      return [`header ${matcher} Content-Type application/json`, `respond ${matcher} \`${plainBody(answer)}\` 200`];
    case 'refuse':
      return [`header ${matcher} Content-Type application/json`, `respond ${matcher} \`${plainBody(answer)}\` 403`];
    case 'absent':
      return [`respond ${matcher} 404`];
  }
}
